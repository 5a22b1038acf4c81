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
import java.util.Optional;
import javax.sql.DataSource;
import org.opentws.error.store.DatabaseFailure;
import org.opentws.value.SerialNumber;

/** Third parties: versions are added, never altered. */
@ApplicationScoped
public class ThirdPartyRepository {

  private static final String COLUMNS =
      " name, version, organization, issuer, serial, admitted, requester, approver, at, seal ";

  @Resource(lookup = "java:/opentws/db")
  private DataSource database;

  /** The newest version of a third party. */
  public Optional<SealedThirdParty> newest(String name) {
    String sql =
        "select" + COLUMNS + "from third_party where name = ? order by version desc limit 1";
    return query(sql, List.of(name)).stream().findFirst();
  }

  /** The newest versions of those third parties that ever had this certificate. */
  public List<SealedThirdParty> ofCertificate(String issuer, SerialNumber serial) {
    String sql =
        "select"
            + COLUMNS
            + "from third_party t where name in (select name from third_party where issuer = ?"
            + " and serial = ?) and version = (select max(n.version) from third_party n"
            + " where n.name = t.name)";
    return query(sql, List.of(issuer, serial.hex()));
  }

  /** In the caller's transaction; refused if another version took that number meanwhile. */
  public void add(SealedThirdParty party) {
    ThirdPartyVersion version = party.version();
    String sql = "insert into third_party (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    try (Connection connection = database.getConnection();
        PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setString(1, version.name());
      insert.setInt(2, version.version());
      insert.setString(3, version.organization());
      insert.setString(4, version.issuer());
      insert.setString(5, version.serial().hex());
      insert.setBoolean(6, version.admitted());
      insert.setString(7, version.requester());
      insert.setString(8, version.approver());
      insert.setObject(9, OffsetDateTime.ofInstant(version.at(), ZoneOffset.UTC));
      insert.setString(10, party.seal());
      insert.executeUpdate();
    } catch (SQLException e) {
      throw DatabaseFailure.ofNewVersion(e);
    }
  }

  private List<SealedThirdParty> query(String sql, List<String> values) {
    try (Connection connection = database.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.size(); i++) {
        select.setString(i + 1, values.get(i));
      }
      List<SealedThirdParty> found = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          found.add(read(rows));
        }
      }
      return found;
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  private static SealedThirdParty read(ResultSet row) throws SQLException {
    return new SealedThirdParty(
        new ThirdPartyVersion(
            row.getString(1),
            row.getInt(2),
            row.getString(3),
            row.getString(4),
            SerialNumber.parse(row.getString(5)),
            row.getBoolean(6),
            row.getString(7),
            row.getString(8),
            row.getObject(9, OffsetDateTime.class).toInstant()),
        row.getString(10));
  }
}
