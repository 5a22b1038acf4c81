package org.opentws.dataencryption;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.opentws.dataencryption.store.DataKeyRepository;
import org.opentws.dataencryption.store.KeyEncryptionKey;
import org.opentws.keymanagement.KeyEncryptionKeys;
import org.opentws.keymanagement.KeyLine;
import org.opentws.keymanagement.SecretKeys;
import org.opentws.keymanagement.store.KeyCeremony;
import org.opentws.keymanagement.store.KeyClass;
import org.opentws.keymanagement.store.KeyState;

/** The key-encryption keys as lines of the inventory of keys (KMF-b). */
@ApplicationScoped
public class KeyEncryptionKeyLines implements SecretKeys {
  /** As the other keys of the system that no person asked for say it. */
  private static final String SYSTEM = "keymanagement";

  private static final String OWNER = "dataencryption";

  @Inject DataKeyRepository repository;

  @Override
  public List<KeyLine> lines() {
    List<KeyEncryptionKey> keys = repository.keyEncryptionKeys();
    return keys.stream().map(key -> line(key, key.equals(keys.get(keys.size() - 1)))).toList();
  }

  /** The newest one wraps, former ones unwrap alone. */
  private static KeyLine line(KeyEncryptionKey key, boolean newest) {
    return new KeyLine(
        key.id(),
        KeyClass.INFRASTRUCTURE,
        KeyEncryptionKeys.PURPOSE,
        OWNER,
        key.token(),
        key.id(),
        KeyEncryptionKeys.ALGORITHM,
        newest ? KeyState.ACTIVE : KeyState.INACTIVE,
        new KeyLine.Life(
            KeyCeremony.FIRST_START,
            key.backup().isPresent(),
            Optional.of(key.createdAt()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()),
        key.createdAt(),
        SYSTEM,
        SYSTEM,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
