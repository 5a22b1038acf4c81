package org.opentws.keymanagement.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;

/** Backups of keys. */
@ApplicationScoped
public class KeyBackupRepository {
  @PersistenceContext(unitName = "opentws")
  EntityManager entityManager;

  public void add(KeyBackup backup) {
    entityManager.persist(backup);
    entityManager.flush();
  }

  /** Those of a key that were not erased, newest first. */
  public List<KeyBackup> of(String keyId) {
    return entityManager
        .createQuery(
            "select b from KeyBackup b where b.keyId = :keyId and b.erasedAt is null"
                + " order by b.madeAt desc, b.backupId",
            KeyBackup.class)
        .setParameter("keyId", keyId)
        .getResultList();
  }
}
