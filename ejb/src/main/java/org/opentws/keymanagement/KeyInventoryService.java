package org.opentws.keymanagement;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.opentws.access.CurrentCaller;
import org.opentws.access.store.PermissionName;
import org.opentws.keymanagement.store.KeyCertificate;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.keymanagement.store.SigningKey;
import org.opentws.keymanagement.store.SigningKeyRepository;
import org.opentws.value.Scope;
import org.opentws.value.Sha256;

/** The inventory of keys and devices for those who answer for them (KMF-b). */
@Stateless
@RolesAllowed(PermissionName.KEY_READ)
public class KeyInventoryService {
  @Inject SigningKeyRepository register;
  @Inject CurrentCaller caller;
  @Inject DeviceHealth health;
  @Inject ReplicaBoard replicas;
  @Inject Instance<SecretKeys> secretKeys;

  /** The keys of CAs and of their OCSP services; all others serve the system as a whole. */
  private static final Set<KeyPurpose> OF_A_CA =
      EnumSet.of(
          KeyPurpose.CERTIFICATE_SIGNING,
          KeyPurpose.OCSP_SIGNING,
          KeyPurpose.MANAGEMENT_CERTIFICATE_SIGNING);

  /**
   * Every key that ever was, newest first; if the caller works for some CAs only (SA1.1), theirs.
   */
  @RolesAllowed(PermissionName.KEY_READ)
  public List<KeyLine> keys() {
    Stream<KeyLine> secret =
        caller.get().scope().cas().isEmpty()
            ? secretKeys.stream().flatMap(keys -> keys.lines().stream())
            : Stream.empty();
    return Stream.concat(register.all().stream().filter(this::isCovered).map(this::line), secret)
        .sorted(Comparator.comparing(KeyLine::createdAt).reversed())
        .toList();
  }

  /** This node's devices. */
  @RolesAllowed(PermissionName.KEY_READ)
  public List<DeviceStatus> devices() {
    return health.devices();
  }

  private boolean isCovered(SigningKey key) {
    Scope scope = caller.get().scope();
    return scope.cas().isEmpty()
        || (OF_A_CA.contains(key.purpose()) && scope.coversCa(key.owner()));
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
        key.certificate().map(KeyCertificate::certificate).map(Sha256::hex));
  }
}
