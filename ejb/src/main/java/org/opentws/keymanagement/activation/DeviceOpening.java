package org.opentws.keymanagement.activation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.hsm.HsmUnavailable;
import org.opentws.keymanagement.CryptographicDevices;
import org.opentws.keymanagement.store.ActivationRepository;
import org.opentws.keymanagement.store.ActivationShare;
import org.opentws.secretsharing.SecretShare;
import org.opentws.secretsharing.SecretSharing;
import org.opentws.time.TrustedTime;

/** Puts the shares that persons gave together, on this node, for the moment of one login. */
@ApplicationScoped
class DeviceOpening {
  /** A share that was not used by then is forgotten. */
  static final Duration SHARE_LIFE = Duration.ofMinutes(10);

  @Inject ActivationRepository repository;
  @Inject CryptographicDevices devices;
  @Inject Station station;
  @Inject TrustedTime time;

  /** Genuine shares of different persons for this station that are still good. */
  List<ActivationShare> shares(String device) {
    return repository.shares(device, time.now().minus(SHARE_LIFE)).stream()
        .filter(row -> row.station().equals(station.id()))
        .filter(station::isGenuine)
        .toList();
  }

  /**
   * Opens the device on this node and forgets the shares.
   *
   * @throws RequestRefused too few shares, shares that do not fit, a PIN that the device refuses
   */
  void open(String device) {
    List<SecretShare> given = shares(device).stream().map(station::opened).toList();
    if (given.isEmpty()) {
      throw new RequestRefused(Refusal.WRONG_STATE, "nobody has given a share for this device");
    }
    byte[] secret = SecretSharing.combine(given);
    char[] pin = characters(secret);
    try {
      devices.activate(device, pin);
    } catch (HsmUnavailable e) {
      throw new RequestRefused(
          Refusal.WRONG_STATE, "the device does not open: " + e.getMessage(), e);
    } finally {
      Arrays.fill(secret, (byte) 0);
      Arrays.fill(pin, '\0');
      given.forEach(SecretShare::wipe);
    }
    repository.removeFor(device, station.id());
    station.forgetKey();
  }

  private static char[] characters(byte[] secret) {
    CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(secret));
    char[] pin = new char[decoded.remaining()];
    decoded.get(pin);
    Arrays.fill(decoded.array(), '\0');
    return pin;
  }
}
