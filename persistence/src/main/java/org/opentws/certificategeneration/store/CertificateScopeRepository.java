package org.opentws.certificategeneration.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.opentws.error.store.DatabaseFailure;
import org.opentws.value.Scope;
import org.opentws.value.SerialNumber;

/** Which single certificates a scope covers (SA1.1). */
@ApplicationScoped
public class CertificateScopeRepository {
  @Resource(lookup = "java:/opentws/db")
  private DataSource database;

  /**
   * Whether the certificate of this name is covered, if there is one. Where only CAs are limited
   * the name alone decides; a limit to registration authorities covers no certificate that this
   * database does not know.
   */
  public boolean covers(Scope scope, String issuer, SerialNumber serial) {
    if (scope.registrationAuthorities().isEmpty()) {
      return scope.coversCa(issuer);
    }
    ScopeCondition within = ScopeCondition.onHex(scope, "named");
    String sql =
        "select from (values (cast(? as text), cast(? as text))) named (issuer, serial) where true"
            + within.sql();
    try (Connection connection = database.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, issuer);
      select.setString(2, serial.hex());
      within.set(select, 3);
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }
}
