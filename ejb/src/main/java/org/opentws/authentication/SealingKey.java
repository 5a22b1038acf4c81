package org.opentws.authentication;

import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import org.opentws.access.Caller;
import org.opentws.access.store.InstallationRepository;
import org.opentws.access.store.UserRepository;
import org.opentws.keymanagement.GenerateKeyOperation;
import org.opentws.keymanagement.KeyRegister;
import org.opentws.keymanagement.store.KeyPurpose;

/**
 * The key that seals rows: an infrastructure key, made by the system itself as soon as it is
 * installed. Once there was one, a further one is an operation of two persons like any renewal:
 * whoever removes it from the register gains nothing, because what it sealed is void then.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class SealingKey {
  private static final Caller INSTALLATION = new Caller("installation", "installation", Set.of());

  @Inject InstallationRepository installation;
  @Inject UserRepository users;
  @Inject KeyRegister register;
  @Inject GenerateKeyOperation generation;

  /** Whether there is one, or was one. */
  @PermitAll
  public boolean isThere() {
    return register.ofPurpose(KeyPurpose.MESSAGE_SEALING).stream()
        .anyMatch(key -> key.owner().equals(DeviceRowSeal.OWNER));
  }

  /** Makes it, on one node only. Does nothing before the installation was imported. */
  @PermitAll
  public void makeOnce() {
    users.lockAssignments();
    if (isThere() || !installation.isInstalled()) {
      return;
    }
    generation.execute(
        Map.of(
            "purpose",
            KeyPurpose.MESSAGE_SEALING.name(),
            "owner",
            DeviceRowSeal.OWNER,
            "token",
            "infra",
            "algorithm",
            "EC:secp256r1"),
        INSTALLATION,
        INSTALLATION);
  }
}
