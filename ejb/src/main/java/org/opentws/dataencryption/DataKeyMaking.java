package org.opentws.dataencryption;

import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;
import org.opentws.access.store.InstallationRepository;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;
import org.opentws.dataencryption.store.DataKey;
import org.opentws.dataencryption.store.DataKeyRepository;
import org.opentws.dataencryption.store.KeyEncryptionKey;
import org.opentws.dataencryption.store.SealedStatement;
import org.opentws.dataencryption.store.WrappedDataKey;
import org.opentws.keymanagement.KeyEncryptionKeys;
import org.opentws.random.Randomness;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;

/** Makes the first data key once the system is installed, and the next one when it is due. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class DataKeyMaking {
  private static final String LABEL = "data-kek-";

  private final DataEncryptionSettings settings =
      DataEncryptionSettings.from(ConfigProvider.getConfig());

  @Inject InstallationRepository installation;
  @Inject DataKeyRepository repository;
  @Inject KeyEncryptionKeys keyEncryptionKeys;
  @Inject Randomness randomness;
  @Inject AuditLog audit;
  @Inject TrustedTime time;

  /**
   * On one node only; nothing before the installation is imported.
   *
   * @throws org.opentws.error.ServiceUnavailable DEVICE, KEY, DATABASE
   */
  @PermitAll
  public void makeIfDue() {
    if (!installation.isInstalled() || !isDue()) {
      return;
    }
    repository.lock();
    if (isDue()) {
      make();
    }
  }

  private boolean isDue() {
    List<WrappedDataKey> keys = repository.dataKeys();
    return keys.isEmpty()
        || keys.get(keys.size() - 1).createdAt().plus(settings.keyLife()).isBefore(time.now());
  }

  private void make() {
    Instant now = time.now();
    boolean clear = repository.hasPersonalData();
    List<KeyEncryptionKey> wrapping = repository.keyEncryptionKeys();
    String kek = wrapping.isEmpty() ? newKek(now) : wrapping.get(wrapping.size() - 1).id();
    byte[] octets = randomness.octets(DataKey.OCTETS);
    String id = randomness.identifier();
    try {
      DataKey key = new DataKey(id, octets);
      String statement = SealedStatement.of(key, clear);
      repository.add(
          new WrappedDataKey(id, kek, keyEncryptionKeys.wrap(kek, octets), statement, now));
    } finally {
      Arrays.fill(octets, (byte) 0);
    }
    audit.record(
        new AuditEvent(
            AuditEventType.KEY_GENERATED,
            Outcome.SUCCESS,
            "system",
            "data-key:" + id,
            Map.of("purpose", "DATA", "algorithm", "AES-256", "label", kek)));
  }

  private String newKek(Instant now) {
    String id = LABEL + randomness.identifier();
    Optional<Der> backup = keyEncryptionKeys.make(id);
    repository.add(new KeyEncryptionKey(id, keyEncryptionKeys.token(), backup, now));
    return id;
  }
}
