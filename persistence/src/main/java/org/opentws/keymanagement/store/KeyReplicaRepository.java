package org.opentws.keymanagement.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.List;

/** Into which devices keys were taken. */
@ApplicationScoped
public class KeyReplicaRepository {
  @PersistenceContext(unitName = "opentws")
  EntityManager entityManager;

  /** Remembers it, once for each device. */
  public void remember(String keyId, String device, Instant now) {
    if (entityManager.find(KeyReplica.class, new KeyReplica.Place(keyId, device)) == null) {
      entityManager.persist(new KeyReplica(keyId, device, now));
      entityManager.flush();
    }
  }

  /** The devices into which the key was ever taken; its own is not among them. */
  public List<String> devices(String keyId) {
    return entityManager
        .createQuery(
            "select r.place.device from KeyReplica r where r.place.keyId = :keyId"
                + " order by r.place.device",
            String.class)
        .setParameter("keyId", keyId)
        .getResultList();
  }
}
