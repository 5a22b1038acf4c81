package org.opentws.keymanagement.activation;

import java.util.Optional;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.hsm.TokenState;
import org.opentws.keymanagement.CryptographicDevices;

/** Which devices persons open and lock. */
final class ActivatableDevices {
  private ActivatableDevices() {}

  /**
   * @throws RequestRefused NOT_FOUND, or WRONG_STATE for one that opens by itself
   */
  static void require(CryptographicDevices devices, String device) {
    Optional<TokenState> state =
        devices.tokens().contains(device) ? devices.state(device) : Optional.empty();
    if (state.isEmpty()) {
      throw new RequestRefused(Refusal.NOT_FOUND, "there is no such device");
    }
    if (state.get() == TokenState.OPENS_BY_ITSELF) {
      throw new RequestRefused(
          Refusal.WRONG_STATE, "the device '" + device + "' opens by itself: nobody activates it");
    }
  }
}
