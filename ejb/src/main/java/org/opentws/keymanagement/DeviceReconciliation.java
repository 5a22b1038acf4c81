package org.opentws.keymanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.opentws.hsm.HsmConnection;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.keymanagement.store.SigningKey;
import org.opentws.keymanagement.store.SigningKeyRepository;

/**
 * Compares what the devices hold with what the register knows (KMF-a). A key that only the device
 * knows is an orphan: left by a crash between its generation and the commit of its line, or put
 * there past this system. It can do nothing but be destroyed under dual control.
 */
@ApplicationScoped
class DeviceReconciliation {
  @Inject SigningKeyRepository register;
  @Inject CryptographicDevices devices;

  /**
   * Labels of private keys in the device that the register does not know, or knows as destroyed.
   *
   * @throws org.opentws.error.ServiceUnavailable DEVICE
   */
  Set<String> orphans(String token) {
    // The device first: a key that is generated after this line is not looked at yet.
    Collection<String> held = devices.with(token, HsmConnection::keyLabels);
    List<SigningKey> lines = register.committed();
    if (lines.isEmpty()) {
      return Set.of(); // before the installation is imported: nothing is known yet
    }
    String home = CryptographicDevices.first(token);
    Set<String> orphans = new TreeSet<>(held);
    orphans.removeAll(
        lines.stream()
            .filter(key -> key.token().equals(home) && key.state() != KeyState.DESTROYED)
            .map(SigningKey::label)
            .collect(Collectors.toSet()));
    return orphans;
  }
}
