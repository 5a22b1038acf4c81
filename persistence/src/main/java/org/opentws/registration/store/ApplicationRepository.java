package org.opentws.registration.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PersistenceContext;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

/** Certificate applications. Needs an active transaction for every write. */
@ApplicationScoped
public class ApplicationRepository {
  private static final int PART = 500;

  @PersistenceContext(unitName = "opentws")
  private EntityManager entityManager;

  /**
   * From here to the end of the transaction nobody else can apply with this key: without it, two
   * simultaneous applications for one key by two subjects would not see each other.
   */
  public void reserveKey(Der publicKeySha256) {
    long key = ByteBuffer.wrap(publicKeySha256.octets()).getLong();
    entityManager
        .createNativeQuery("SELECT CAST(pg_advisory_xact_lock(?1) AS text)", String.class)
        .setParameter(1, key)
        .getSingleResult();
  }

  /** Whether a living or certified application of another subject has this key (R1.2). */
  public boolean keyIsClaimedByAnother(Der publicKeySha256, String subject) {
    // The subject is encrypted: those with this key, few if any, are opened and compared.
    return entityManager
        .createQuery(
            "SELECT a FROM CertificateApplication a WHERE a.publicKeySha256 = :key"
                + " AND a.state IN :claiming",
            CertificateApplication.class)
        .setParameter("key", publicKeySha256.octets())
        .setParameter(
            "claiming",
            List.of(
                ApplicationState.SUBMITTED, ApplicationState.APPROVED, ApplicationState.CERTIFIED))
        .getResultStream()
        .anyMatch(application -> !application.subject().equals(subject));
  }

  public void add(CertificateApplication application) {
    entityManager.persist(application);
    entityManager.flush();
  }

  /** Empty too for a text that cannot be an id: it never reaches the database. */
  public Optional<CertificateApplication> find(String id) {
    if (!id.matches("[A-Za-z0-9_-]{22}")) {
      return Optional.empty();
    }
    return Optional.ofNullable(entityManager.find(CertificateApplication.class, id));
  }

  /** The same if it is within the scope; what is outside does not exist (SA1.1). */
  public Optional<CertificateApplication> find(String id, ScopedTo scoped) {
    return find(id).filter(scoped::covers);
  }

  /**
   * Writes the changes of this transaction now.
   *
   * @throws RequestRefused WRONG_STATE if somebody else changed the application meanwhile
   */
  public void store() {
    try {
      entityManager.flush();
    } catch (OptimisticLockException e) {
      throw new RequestRefused(
          Refusal.WRONG_STATE, "the application was changed by somebody else meanwhile", e);
    }
  }

  /**
   * Oldest first, as officers work.
   *
   * @param page from 0
   */
  public List<CertificateApplication> list(
      ApplicationState state, ScopedTo scoped, int page, int pageSize) {
    return scoped
        .set(
            entityManager.createQuery(
                "SELECT a FROM CertificateApplication a WHERE a.state = :state"
                    + scoped.condition()
                    + " ORDER BY a.submittedAt, a.id",
                CertificateApplication.class))
        .setParameter("state", state)
        .setFirstResult(page * pageSize)
        .setMaxResults(pageSize)
        .getResultList();
  }

  /** Gives every application, one by one, without keeping them. */
  public void each(Consumer<CertificateApplication> each) {
    List<CertificateApplication> part = after("");
    while (!part.isEmpty()) {
      for (CertificateApplication application : part) {
        each.accept(application);
        entityManager.detach(application);
      }
      part = after(part.get(part.size() - 1).id());
    }
  }

  private List<CertificateApplication> after(String id) {
    return entityManager
        .createQuery(
            "SELECT a FROM CertificateApplication a WHERE a.id > :id ORDER BY a.id",
            CertificateApplication.class)
        .setParameter("id", id)
        .setMaxResults(PART)
        .getResultList();
  }

  /** How many applications are in this state. */
  public long count(ApplicationState state, ScopedTo scoped) {
    return scoped
        .set(
            entityManager.createQuery(
                "SELECT COUNT(a) FROM CertificateApplication a WHERE a.state = :state"
                    + scoped.condition(),
                Long.class))
        .setParameter("state", state)
        .getSingleResult();
  }

  /** The application that led to a certificate. */
  public Optional<CertificateApplication> ofCertificate(String issuer, SerialNumber serial) {
    return entityManager
        .createQuery(
            "SELECT a FROM CertificateApplication a WHERE a.issuer = :issuer"
                + " AND a.serial = :serial",
            CertificateApplication.class)
        .setParameter("issuer", issuer)
        .setParameter("serial", serial.hex())
        .getResultStream()
        .findFirst();
  }

  /** Ids of approved applications that nobody has worked on since the given time, oldest first. */
  public List<String> unfinished(Instant attemptedBefore, int limit) {
    return entityManager
        .createQuery(
            "SELECT a.id FROM CertificateApplication a WHERE a.state = :approved"
                + " AND (a.attemptedAt IS NULL OR a.attemptedAt < :before)"
                + " ORDER BY a.submittedAt, a.id",
            String.class)
        .setParameter("approved", ApplicationState.APPROVED)
        .setParameter("before", attemptedBefore)
        .setMaxResults(limit)
        .getResultList();
  }
}
