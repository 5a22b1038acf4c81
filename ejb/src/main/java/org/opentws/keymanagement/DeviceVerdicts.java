package org.opentws.keymanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.opentws.value.Der;

/**
 * What the device said of each key (KMF-a), asked when a key is first used and again by the watch:
 * a key or certificate that was swapped is found and used no more.
 */
@ApplicationScoped
class DeviceVerdicts {
  /** A key as bound to one certificate: another certificate is another question. */
  private record Binding(String keyId, Der certificate) {}

  @Inject CryptographicDevices devices;

  private final Map<Binding, Optional<String>> verdicts = new ConcurrentHashMap<>();

  /**
   * What is wrong with the key, empty if nothing is; asks the device only if it was not asked yet.
   *
   * @throws org.opentws.error.ServiceUnavailable DEVICE
   */
  Optional<String> defect(HeldKey held) {
    Optional<String> known = verdicts.get(binding(held));
    return known != null ? known : askAgain(held);
  }

  /**
   * Asks the device whatever was known.
   *
   * @throws org.opentws.error.ServiceUnavailable DEVICE; what was known then stays
   */
  Optional<String> askAgain(HeldKey held) {
    Optional<String> verdict =
        devices.with(
            held.token(),
            device ->
                KeyFactsRules.defect(
                    device, held.label(), held.subjectPublicKeyInfo(), held.origin()));
    verdicts.put(binding(held), verdict);
    return verdict;
  }

  private static Binding binding(HeldKey held) {
    return new Binding(held.key().keyId(), held.key().certificate());
  }
}
