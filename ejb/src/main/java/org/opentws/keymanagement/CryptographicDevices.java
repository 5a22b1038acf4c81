package org.opentws.keymanagement;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
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

  /** After the name of a device: its replica. */
  String REPLICA = "-replica";

  /**
   * A connection from the device's pool; close it soon.
   *
   * @throws HsmUnavailable if there is none in time
   */
  HsmConnection connect(String token);

  /** The names of all devices, replicas among them. */
  default List<String> tokens() {
    return Stream.of(TSP, INFRASTRUCTURE, CA)
        .flatMap(first -> Stream.concat(Stream.of(first), replica(first).stream()))
        .toList();
  }

  /**
   * The device that holds the same keys as this one and takes over when it is away (SO2.1); empty
   * if this server has none. Cheap: asked at every signature.
   */
  Optional<String> replica(String token);

  /** The device in which the keys of this one are made: another one for a replica. */
  static String first(String token) {
    return token.endsWith(REPLICA) ? token.substring(0, token.length() - REPLICA.length()) : token;
  }

  /** The devices that may hold a key of this one: itself, and its replica if it has one. */
  default List<String> holders(String token) {
    return Stream.concat(Stream.of(token), replica(token).stream()).toList();
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
   * Opens a device that persons activate, and its replica, which has the same PIN, if that answers;
   * the caller wipes the PIN.
   *
   * @throws HsmUnavailable the PIN is wrong, or it does not answer: it stays locked
   */
  void activate(String token, char[] pin);

  /** Locks a device that persons activate, and its replica; nothing for any other. */
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

  /** Whether persons have opened it, or its replica (KM3.2). */
  default boolean isOpened(String token) {
    return holders(token).stream()
        .anyMatch(each -> state(each).equals(Optional.of(TokenState.ACTIVATED)));
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
