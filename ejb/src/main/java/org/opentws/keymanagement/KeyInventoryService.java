package org.opentws.keymanagement;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.opentws.access.store.PermissionName;
import org.opentws.keymanagement.store.KeyCertificate;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.keymanagement.store.SigningKey;
import org.opentws.keymanagement.store.SigningKeyRepository;

/** The inventory of keys and devices for those who answer for them (KMF-b). */
@Stateless
@RolesAllowed(PermissionName.KEY_READ)
public class KeyInventoryService {
  @Inject SigningKeyRepository register;
  @Inject DeviceHealth health;
  @Inject ReplicaBoard replicas;
  @Inject Instance<SecretKeys> secretKeys;

  /** Every key that ever was, newest first. */
  @RolesAllowed(PermissionName.KEY_READ)
  public List<KeyLine> keys() {
    return Stream.concat(
            register.all().stream().map(this::line),
            secretKeys.stream().flatMap(secret -> secret.lines().stream()))
        .sorted(Comparator.comparing(KeyLine::createdAt).reversed())
        .toList();
  }

  /** This node's devices. */
  @RolesAllowed(PermissionName.KEY_READ)
  public List<DeviceStatus> devices() {
    return health.devices();
  }

  private KeyLine line(SigningKey key) {
    return new KeyLine(
        key.keyId(),
        key.purpose().keyClass(),
        key.purpose().name(),
        key.owner(),
        key.token(),
        key.label(),
        key.algorithm(),
        key.state(),
        new KeyLine.Life(
            key.ceremony(),
            key.mayBeBackedUp(),
            key.stateChangedAt(),
            key.compromisedAt(),
            key.restoredAt(),
            key.state() == KeyState.DESTROYED ? Optional.empty() : replicas.state(key)),
        key.createdAt(),
        key.requestedBy(),
        key.approvedBy(),
        Optional.of(key.spkiSha256()),
        key.certificate(),
        key.certificate().map(KeyCertificate::certificate).map(Fingerprint::sha256));
  }
}
