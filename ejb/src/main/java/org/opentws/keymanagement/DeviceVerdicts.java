package org.opentws.keymanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.opentws.hsm.HsmConnection;
import org.opentws.value.Der;

/**
 * What the device said of each key (KMF-a), asked when a key is first used and again by the watch:
 * a key or certificate that was swapped is found and used no more.
 */
@ApplicationScoped
class DeviceVerdicts {
  /** A key in a device as bound to one certificate: another certificate is another question. */
  private record Binding(String keyId, Der certificate, String device) {}

  @Inject CryptographicDevices devices;

  private final Map<Binding, Optional<String>> verdicts = new ConcurrentHashMap<>();

  /**
   * What is wrong with the key in that device, empty if nothing is; asks the device only if it was
   * not asked yet.
   *
   * @param device the key's own, or its replica
   * @throws org.opentws.error.ServiceUnavailable DEVICE
   */
  Optional<String> defect(HeldKey held, String device) {
    Optional<String> known = verdicts.get(binding(held, device));
    return known != null ? known : askAgain(held, device);
  }

  /**
   * Asks the device whatever was known.
   *
   * @throws org.opentws.error.ServiceUnavailable DEVICE; what was known then stays
   */
  Optional<String> askAgain(HeldKey held, String device) {
    Optional<String> verdict =
        devices.with(
            device,
            connection ->
                device.equals(held.token())
                    ? KeyFactsRules.defect(
                        connection, held.label(), held.subjectPublicKeyInfo(), held.origin())
                    : defectOfCopy(connection, held));
    verdicts.put(binding(held, device), verdict);
    return verdict;
  }

  /** KMF-a: in a replica nothing else may lie than what was taken there, encrypted (KM6.4). */
  private static Optional<String> defectOfCopy(HsmConnection replica, HeldKey held) {
    if (held.origin() == Origin.MADE_THERE) {
      return Optional.of("it was made never to leave its device: no replica has it");
    }
    return KeyFactsRules.defect(replica, held.label(), held.subjectPublicKeyInfo(), Origin.RESTORED)
        .or(
            () ->
                replica
                        .certificate(held.label())
                        .map(Der::of)
                        .filter(held.key().certificate()::equals)
                        .isPresent()
                    ? Optional.empty()
                    : Optional.of("the replica has another certificate beside it, or none"))
        .map(reason -> "in the replica: " + reason);
  }

  /** Whether something was wrong with the key in that device when it was last asked. */
  boolean isInDoubt(HeldKey held, String device) {
    return verdicts.getOrDefault(binding(held, device), Optional.empty()).isPresent();
  }

  /** The next use asks: something was changed in that device. */
  void forget(String device) {
    verdicts.keySet().removeIf(binding -> binding.device().equals(device));
  }

  private static Binding binding(HeldKey held, String device) {
    return new Binding(held.key().keyId(), held.key().certificate(), device);
  }
}
