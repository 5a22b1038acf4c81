package org.opentws.keymanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.TreeSet;
import org.opentws.hsm.HsmConnection;
import org.opentws.keymanagement.store.SigningKey;
import org.opentws.keymanagement.store.SigningKeyRepository;

/** Finds labels for new keys: a stem and the next number, never one that was used before. */
@ApplicationScoped
class KeyLabels {
  @Inject SigningKeyRepository register;
  @Inject CryptographicDevices devices;

  /** The next free label, in the register (destroyed keys too) and in the device (orphans too). */
  String next(KeyOrder order) {
    Set<String> taken = new TreeSet<>(devices.with(order.token(), HsmConnection::keyLabels));
    register.all().stream()
        .filter(key -> key.token().equals(order.token()))
        .map(SigningKey::label)
        .forEach(taken::add);
    int number = 1;
    while (taken.contains(order.labelStem() + number)) {
      number++;
    }
    return order.labelStem() + number;
  }
}
