package org.opentws.keymanagement.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.List;
import java.util.Optional;

/** The register of keys in the database. Lists are newest first. */
@ApplicationScoped
public class SigningKeyRepository {
  /** Our number for this lock: clause 5.2.5.1, generation of keys. */
  private static final long GENERATION = 5_251L;

  private static final String SELECT =
      "select distinct k from SigningKey k left join fetch k.issuers ";
  private static final String NEWEST_FIRST = " order by k.createdAt desc, k.keyId";

  /** PostgreSQL gives each version of a row another place (ctid) or transaction (xmin). */
  private static final String VERSION =
      "select concat_ws(' ', k.n, k.rows, i.n, i.rows) from (select count(*) n,"
          + " sum(hashtextextended(concat_ws(' ', key_id, cast(xmin as text), cast(ctid as text)), 0))"
          + " rows from signing_key) k, (select count(*) n,"
          + " sum(hashtextextended(concat_ws(' ', key_id, cast(xmin as text), cast(ctid as text)), 0))"
          + " rows from signing_key_issuer) i";

  @PersistenceContext(unitName = "opentws")
  EntityManager entityManager;

  /**
   * Keeps every other generation of a key out, on all nodes, until the transaction ends: two at
   * once would choose one label, and a device that holds two keys of one label lends neither.
   */
  public void lockGeneration() {
    entityManager
        .createNativeQuery("select 1 from pg_advisory_xact_lock(" + GENERATION + ")")
        .getSingleResult();
  }

  public void add(SigningKey key) {
    entityManager.persist(key);
  }

  /**
   * Sends what was changed to the database now, so that a broken constraint shows itself here and
   * so that a key is inactive before its successor becomes active.
   */
  public void flush() {
    entityManager.flush();
  }

  public Optional<SigningKey> find(String keyId) {
    return Optional.ofNullable(entityManager.find(SigningKey.class, keyId));
  }

  public List<SigningKey> all() {
    return entityManager.createQuery(SELECT + NEWEST_FIRST, SigningKey.class).getResultList();
  }

  /**
   * Every key as last committed, whatever the caller's own transaction has changed: what is not
   * committed must not be signed with.
   */
  @Transactional(TxType.NOT_SUPPORTED)
  public List<SigningKey> committed() {
    return all();
  }

  /**
   * Stands for the committed register: another value says that some line has changed, by whomever.
   * Far cheaper than reading the lines of many CAs.
   */
  @Transactional(TxType.NOT_SUPPORTED)
  public String version() {
    return String.valueOf(entityManager.createNativeQuery(VERSION).getSingleResult());
  }

  public List<SigningKey> ofPurpose(KeyPurpose purpose) {
    return entityManager
        .createQuery(SELECT + "where k.purpose = :purpose" + NEWEST_FIRST, SigningKey.class)
        .setParameter("purpose", purpose)
        .getResultList();
  }

  /** Keys of one purpose and owner in one state. */
  public List<SigningKey> inState(KeyPurpose purpose, String owner, KeyState state) {
    return entityManager
        .createQuery(
            SELECT
                + "where k.purpose = :purpose and k.owner = :owner and k.state = :state"
                + NEWEST_FIRST,
            SigningKey.class)
        .setParameter("purpose", purpose)
        .setParameter("owner", owner)
        .setParameter("state", state)
        .getResultList();
  }

  /** The key with this public key, in any state (KM3.3: there is at most one). */
  public Optional<SigningKey> withPublicKey(String spkiSha256) {
    return entityManager
        .createQuery(SELECT + "where k.spkiSha256 = :spki", SigningKey.class)
        .setParameter("spki", spkiSha256)
        .getResultStream()
        .findFirst();
  }
}
