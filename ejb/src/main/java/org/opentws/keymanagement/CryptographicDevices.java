package org.opentws.keymanagement;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.opentws.error.ServiceUnavailable;
import org.opentws.hsm.DeviceFacts;
import org.opentws.hsm.HsmConnection;
import org.opentws.hsm.HsmUnavailable;
import org.opentws.hsm.TokenState;
import org.opentws.keymanagement.store.KeyClass;
import org.opentws.keymanagement.store.KeyPurpose;

/** The cryptographic devices (KM1.1) by name, and the one mapping of their unavailability. */
public interface CryptographicDevices {
  /** Holds the keys of CAs: persons activate it (KM3.2). */
  String CA = "ca";

  /** Holds the other TSP signing keys (KM1.2). */
  String TSP = "tsp";

  /** Holds infrastructure keys (KM1.4). */
  String INFRASTRUCTURE = "infra";

  /**
   * A connection from the device's pool; close it soon.
   *
   * @throws HsmUnavailable if there is none in time
   */
  HsmConnection connect(String token);

  /** The names of all devices. */
  default List<String> tokens() {
    return List.of(TSP, INFRASTRUCTURE, CA);
  }

  /** Whether persons have to open it, and whether they have; empty if this server lacks it. */
  Optional<TokenState> state(String token);

  /**
   * What the device says of itself, also when it is locked.
   *
   * @throws HsmUnavailable if it does not answer
   */
  DeviceFacts facts(String token);

  /**
   * Opens a device that persons activate; the caller wipes the PIN.
   *
   * @throws HsmUnavailable the PIN is wrong, or it does not answer: it stays locked
   */
  void activate(String token, char[] pin);

  /** Locks a device that persons activate; nothing for any other. */
  void deactivate(String token);

  /** The device in which keys of a purpose must live. */
  static String tokenFor(KeyPurpose purpose) {
    if (purpose == KeyPurpose.CERTIFICATE_SIGNING) {
      return CA;
    }
    return purpose.keyClass() == KeyClass.TSP_SIGNING ? TSP : INFRASTRUCTURE;
  }

  default boolean isLocked(String token) {
    return state(token).equals(Optional.of(TokenState.LOCKED));
  }

  /**
   * Does something with a connection and gives it back.
   *
   * @throws ServiceUnavailable DEVICE
   */
  default <T> T with(String token, Function<HsmConnection, T> work) {
    try (HsmConnection connection = connect(token)) {
      return work.apply(connection);
    } catch (HsmUnavailable e) {
      throw new ServiceUnavailable(
          ServiceUnavailable.Cause.DEVICE,
          isLocked(token)
              ? "the cryptographic device '" + token + "' is locked: Security Officers activate it"
              : "the cryptographic device '" + token + "' is offline",
          e);
    }
  }
}
