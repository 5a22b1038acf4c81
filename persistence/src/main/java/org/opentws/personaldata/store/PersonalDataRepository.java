package org.opentws.personaldata.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.error.store.DatabaseFailure;

/** Erases, and knows what must be kept. */
@ApplicationScoped
public class PersonalDataRepository {
  /** Raised by the function of V2_26_1. */
  private static final String MUST_BE_KEPT = "TW003";

  @Resource(lookup = "java:/opentws/db")
  private DataSource database;

  @PersistenceContext(unitName = "opentws")
  private EntityManager entityManager;

  /**
   * Erases, in the caller's transaction, the personal data of an application and of what came of
   * it: all but the certificate itself.
   *
   * @return false if they were erased before
   * @throws RequestRefused LEGAL_HOLD: the certificate is valid, the application open, or a hold
   *     stands
   */
  public boolean erase(String application, Instant at) {
    try (Connection connection = database.getConnection();
        PreparedStatement erase = connection.prepareStatement("select erase_personal_data(?, ?)")) {
      erase.setString(1, application);
      erase.setObject(2, at.atOffset(ZoneOffset.UTC));
      try (ResultSet result = erase.executeQuery()) {
        return result.next() && result.getBoolean(1);
      }
    } catch (SQLException e) {
      throw MUST_BE_KEPT.equals(e.getSQLState())
          ? new RequestRefused(Refusal.LEGAL_HOLD, "the database holds these data fast", e)
          : DatabaseFailure.of(e);
    }
  }

  public void add(LegalHold hold) {
    entityManager.persist(hold);
    entityManager.flush();
  }

  public Optional<LegalHold> find(String hold) {
    return Optional.ofNullable(entityManager.find(LegalHold.class, hold));
  }

  /** Every hold on these applications, lifted ones too, oldest first. */
  public List<LegalHold> holds(Collection<String> applications) {
    return entityManager
        .createQuery(
            "SELECT h FROM LegalHold h WHERE h.application IN :applications"
                + " ORDER BY h.placedAt, h.id",
            LegalHold.class)
        .setParameter("applications", applications)
        .getResultList();
  }
}
