package org.opentws.revocationmanagement.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.opentws.error.store.DatabaseFailure;

/** Appointments of CRL issuers: added, never altered. */
@ApplicationScoped
public class CrlIssuerRepository {
  private static final String COLUMNS = " ca, version, issuer, requester, approver, at, seal ";

  @Resource(lookup = "java:/opentws/db")
  private DataSource database;

  /** All of them, the newest of each CA first. */
  public List<SealedCrlIssuer> all() {
    String sql = "select" + COLUMNS + "from crl_issuer order by ca, version desc";
    try (Connection connection = database.getConnection();
        PreparedStatement select = connection.prepareStatement(sql);
        ResultSet rows = select.executeQuery()) {
      List<SealedCrlIssuer> found = new ArrayList<>();
      while (rows.next()) {
        found.add(read(rows));
      }
      return found;
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  /** In the caller's transaction; refused if another one took that number meanwhile. */
  public void add(SealedCrlIssuer sealed) {
    CrlIssuerAppointment appointment = sealed.appointment();
    String sql = "insert into crl_issuer (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?)";
    try (Connection connection = database.getConnection();
        PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setString(1, appointment.ca());
      insert.setInt(2, appointment.version());
      insert.setString(3, appointment.issuer());
      insert.setString(4, appointment.requester());
      insert.setString(5, appointment.approver());
      insert.setObject(6, OffsetDateTime.ofInstant(appointment.at(), ZoneOffset.UTC));
      insert.setString(7, sealed.seal());
      insert.executeUpdate();
    } catch (SQLException e) {
      throw DatabaseFailure.ofNewVersion(e);
    }
  }

  private static SealedCrlIssuer read(ResultSet row) throws SQLException {
    return new SealedCrlIssuer(
        new CrlIssuerAppointment(
            row.getString(1),
            row.getInt(2),
            row.getString(3),
            row.getString(4),
            row.getString(5),
            row.getObject(6, OffsetDateTime.class).toInstant()),
        row.getString(7));
  }
}
