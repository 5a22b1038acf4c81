package org.opentws.access.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.sql.DataSource;
import org.opentws.error.store.DatabaseFailure;
import org.opentws.value.Der;

/** Keys that sign recovery documents: versions are added, never altered. */
@ApplicationScoped
public class OfficerSignerRepository {
  private static final String COLUMNS = " version, certificate, requester, approver, at, seal ";

  @Resource(lookup = "java:/opentws/db")
  DataSource database;

  /** The newest version; empty while the installation's own key signs. */
  public Optional<SealedOfficerSigner> newest() {
    String sql = "select" + COLUMNS + "from officer_signer order by version desc limit 1";
    try (Connection connection = database.getConnection();
        PreparedStatement select = connection.prepareStatement(sql);
        ResultSet row = select.executeQuery()) {
      return row.next() ? Optional.of(read(row)) : Optional.empty();
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  /** In the caller's transaction; refused if another version took that number meanwhile. */
  public void add(SealedOfficerSigner sealed) {
    OfficerSigner signer = sealed.signer();
    String sql = "insert into officer_signer (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?)";
    try (Connection connection = database.getConnection();
        PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setInt(1, signer.version());
      insert.setBytes(2, signer.certificate().octets());
      insert.setString(3, signer.requester());
      insert.setString(4, signer.approver());
      insert.setObject(5, OffsetDateTime.ofInstant(signer.at(), ZoneOffset.UTC));
      insert.setString(6, sealed.seal());
      insert.executeUpdate();
    } catch (SQLException e) {
      throw DatabaseFailure.ofNewVersion(e);
    }
  }

  private static SealedOfficerSigner read(ResultSet row) throws SQLException {
    return new SealedOfficerSigner(
        new OfficerSigner(
            row.getInt(1),
            Der.of(row.getBytes(2)),
            row.getString(3),
            row.getString(4),
            row.getObject(5, OffsetDateTime.class).toInstant()),
        row.getString(6));
  }
}
