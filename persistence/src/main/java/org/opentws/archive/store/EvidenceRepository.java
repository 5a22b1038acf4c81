package org.opentws.archive.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.opentws.error.store.DatabaseFailure;
import org.opentws.value.Der;

/**
 * What is not archived yet, whenever it happened: what another transaction committed late comes
 * into the next archive. Octets are as they stand: what is encrypted stays encrypted (AR1.4).
 */
@ApplicationScoped
public class EvidenceRepository {
  private static final int ROWS_A_FETCH = 200;

  private static final String LIST_PART =
      "select octets from crl_part where ca = ? and scope = ? and number = ?"
          + " and encoding = 'IDENTITY' and part = ?";

  /**
   * Every certificate: of subjects and of the system's keys, as they were signed; of keys of before
   * the database, of officers and of machines; those between two keys of an offline CA.
   */
  private static final String CERTIFICATES =
      "select name, octets, at from ("
          + "select issuer || '/' || serial as name, der as octets, generated_at as at"
          + " from certificate"
          + " union all select 'key:' || key_id || '/' || encode(sha256(certificate), 'hex'),"
          + " certificate, created_at from signing_key where certificate is not null"
          + " union all select 'control:' || fingerprint, certificate, registered_at"
          + " from control_certificate"
          + " union all select 'link:' || ca || '/' || encode(sha256(c), 'hex'), c, imported_at"
          + " from ca_link, unnest(array[new_with_old, old_with_new]) c) all_certificates"
          + " where not exists (select from archive_entry e where"
          + " e.kind = 'CERTIFICATE' and e.name = all_certificates.name) order by at, name";

  private static final String LISTS =
      "select ca, scope, number, this_update, length from crl c"
          + " where (ca, scope, number) > (?, ?, ?) and not exists (select from archive_entry e"
          + " where e.kind = 'CRL' and e.name = c.ca || '/' || c.scope || '/' || c.number)"
          + " order by ca, scope, number limit ?";

  @Resource(lookup = "java:/opentws/db")
  private DataSource database;

  /**
   * A certificate as its table has it.
   *
   * @param octets its DER, or that under the data key
   * @param at when it was made, or was made known here
   */
  public record Certificate(String name, Der octets, Instant at) {}

  /** A CRL of any scope. */
  public record RevocationList(
      String ca, String scope, long number, Instant thisUpdate, long length) {
    /** In the index. */
    public String name() {
      return ca + "/" + scope + "/" + number;
    }
  }

  /**
   * Numbers that no CRL has, because a restoration left them out.
   *
   * @param upTo the last of them; the first follows the CRL before them
   */
  public record NumbersLeftOut(String ca, long upTo) {}

  /** Each in the order of time, with memory for some. Not within a transaction. */
  public void certificates(Consumer<Certificate> each) {
    try (Connection connection = database.getConnection()) {
      // Otherwise the driver reads all rows at once.
      connection.setAutoCommit(false);
      try (PreparedStatement select = connection.prepareStatement(CERTIFICATES)) {
        select.setFetchSize(ROWS_A_FETCH);
        try (ResultSet row = select.executeQuery()) {
          while (row.next()) {
            each.accept(
                new Certificate(
                    row.getString(1), Der.of(row.getBytes(2)), row.getTimestamp(3).toInstant()));
          }
        }
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  /** The next ones in the order of CA, scope and number. */
  public List<RevocationList> lists(RevocationList after, int limit) {
    try (Connection connection = database.getConnection();
        PreparedStatement select = connection.prepareStatement(LISTS)) {
      select.setString(1, after.ca());
      select.setString(2, after.scope());
      select.setLong(3, after.number());
      select.setInt(4, limit);
      List<RevocationList> found = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.add(
              new RevocationList(
                  row.getString(1),
                  row.getString(2),
                  row.getLong(3),
                  row.getTimestamp(4).toInstant(),
                  row.getLong(5)));
        }
      }
      return found;
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  /** Of all restorations. */
  public List<NumbersLeftOut> numbersLeftOut() {
    try (Connection connection = database.getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                "select ca, number from crl_number_floor order by ca, number");
        ResultSet row = select.executeQuery()) {
      List<NumbersLeftOut> found = new ArrayList<>();
      while (row.next()) {
        found.add(new NumbersLeftOut(row.getString(1), row.getLong(2)));
      }
      return found;
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  /** One part of a list's octets, as signed; empty after the last one. */
  public byte[] part(RevocationList list, int part) {
    try (Connection connection = database.getConnection();
        PreparedStatement select = connection.prepareStatement(LIST_PART)) {
      select.setString(1, list.ca());
      select.setString(2, list.scope());
      select.setLong(3, list.number());
      select.setInt(4, part);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getBytes(1) : new byte[0];
      }
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }
}
