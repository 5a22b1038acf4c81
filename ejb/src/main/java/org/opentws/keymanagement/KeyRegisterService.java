package org.opentws.keymanagement;

import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.opentws.keymanagement.store.KeyCertificate;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.keymanagement.store.SigningKey;
import org.opentws.keymanagement.store.SigningKeyRepository;

/** The register as other services read it; sees what the caller's transaction has changed. */
@Stateless
@Local(KeyRegister.class)
public class KeyRegisterService implements KeyRegister {
  @Inject SigningKeyRepository register;

  @Override
  @PermitAll
  public List<RegisteredKey> all() {
    return register.all().stream().map(KeyRegisterService::line).toList();
  }

  @Override
  @PermitAll
  public List<RegisteredKey> ofPurpose(KeyPurpose purpose) {
    return register.ofPurpose(purpose).stream().map(KeyRegisterService::line).toList();
  }

  @Override
  @PermitAll
  public Optional<RegisteredKey> current(KeyPurpose purpose, String owner) {
    return first(purpose, owner, KeyState.ACTIVE).or(() -> first(purpose, owner, KeyState.OFFLINE));
  }

  private Optional<RegisteredKey> first(KeyPurpose purpose, String owner, KeyState state) {
    return register.inState(purpose, owner, state).stream()
        .findFirst()
        .map(KeyRegisterService::line);
  }

  static RegisteredKey line(SigningKey key) {
    return new RegisteredKey(
        key.keyId(),
        key.purpose(),
        key.owner(),
        key.token(),
        key.algorithm(),
        key.state(),
        key.createdAt(),
        key.certificate().map(KeyCertificate::usableUntil),
        key.certificate().map(KeyCertificate::certificate));
  }
}
