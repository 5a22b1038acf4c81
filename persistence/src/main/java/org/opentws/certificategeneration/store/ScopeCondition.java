package org.opentws.certificategeneration.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.opentws.value.Scope;

/**
 * The part of a statement by which it finds only certificates, or what is about certificates, that
 * a scope covers (SA1.1). A certificate belongs to the registration authority of its application;
 * one without an application, or that this database lost, to none.
 *
 * @param sql begins with " and", or is empty
 * @param values for its question marks
 */
public record ScopeCondition(String sql, List<String> values) {
  /**
   * For rows that have the serial number in hexadecimal, as the certificates themselves.
   *
   * @param table whose columns issuer and serial are meant
   */
  public static ScopeCondition onHex(Scope scope, String table) {
    return of(scope, table + ".issuer", table + ".serial");
  }

  /** The same for rows that have the serial number in octets, as the status tables. */
  public static ScopeCondition onOctets(Scope scope, String table) {
    return of(scope, table + ".issuer", "ltrim(encode(" + table + ".serial, 'hex'), '0')");
  }

  private static ScopeCondition of(Scope scope, String issuer, String serial) {
    StringBuilder sql = new StringBuilder();
    List<String> values = new ArrayList<>();
    scope.cas().ifPresent(cas -> sql.append(" and ").append(in(issuer, cas, values)));
    scope
        .registrationAuthorities()
        .ifPresent(
            authorities ->
                sql.append(" and exists (select from certificate scoped_c")
                    .append(" join certificate_application scoped_a")
                    .append(" on scoped_a.id = scoped_c.application_id where scoped_c.issuer = ")
                    .append(issuer)
                    .append(" and scoped_c.serial = ")
                    .append(serial)
                    .append(" and ")
                    .append(in("scoped_a.registration_authority", authorities, values))
                    .append(")"));
    return new ScopeCondition(sql.toString(), List.copyOf(values));
  }

  private static String in(String column, Set<String> names, List<String> values) {
    values.addAll(names);
    return names.isEmpty()
        ? "false"
        : column + " in (" + String.join(", ", Collections.nCopies(names.size(), "?")) + ")";
  }

  /**
   * Sets its values.
   *
   * @param from place of the first one
   * @return the place after the last one
   */
  public int set(PreparedStatement statement, int from) throws SQLException {
    int at = from;
    for (String value : values) {
      statement.setString(at, value);
      at++;
    }
    return at;
  }
}
