package org.opentws.keymanagement;

import java.util.List;
import java.util.function.Function;
import org.opentws.error.ServiceUnavailable;
import org.opentws.hsm.HsmConnection;
import org.opentws.hsm.HsmUnavailable;
import org.opentws.keymanagement.store.KeyClass;

/** The cryptographic devices (KM1.1) by name, and the one mapping of their unavailability. */
public interface CryptographicDevices {
  /** Holds TSP signing keys (KM1.2). */
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
    return List.of(TSP, INFRASTRUCTURE);
  }

  /** The device in which keys of a class must live. */
  static String tokenFor(KeyClass keyClass) {
    return switch (keyClass) {
      case TSP_SIGNING -> TSP;
      case INFRASTRUCTURE -> INFRASTRUCTURE;
      case CONTROL, SESSION ->
          throw new IllegalArgumentException(keyClass + " keys are not in the register");
    };
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
          "the cryptographic device '" + token + "' is offline",
          e);
    }
  }
}
