package org.opentws.certificategeneration.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.opentws.error.store.DatabaseFailure;
import org.opentws.value.SerialNumber;

/** The names of all certificates, part by part, for whoever takes all of them along. */
@ApplicationScoped
public class CertificateBookRepository {
  /** Which certificate. */
  public record Name(String issuer, SerialNumber serial) {}

  @Resource(lookup = "java:/opentws/db")
  private DataSource database;

  /**
   * The next ones in the order of issuer and serial number.
   *
   * @param issuer of the last one before; empty at the beginning
   * @param serial of the last one before, hex; empty at the beginning
   */
  public List<Name> after(String issuer, String serial, int limit) {
    String sql =
        "select issuer, serial from certificate"
            + " where (issuer, serial) > (?, ?) order by issuer, serial limit ?";
    try (Connection connection = database.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, issuer);
      select.setString(2, serial);
      select.setInt(3, limit);
      List<Name> found = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.add(new Name(row.getString(1), SerialNumber.parse(row.getString(2))));
        }
      }
      return found;
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }
}
