package org.opentws.dissemination.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.opentws.dataencryption.store.FieldEncryption;
import org.opentws.dataencryption.store.FieldPlace;
import org.opentws.error.ServiceUnavailable;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

/**
 * The repository of certificates (D2.1). Rows are only ever added, in the transaction that stores
 * the certificate at generation.
 */
@ApplicationScoped
public class DisseminationRepository {
  @Resource(lookup = "java:/opentws/db")
  private DataSource database;

  @Inject FieldEncryption encryption;

  /**
   * Keeps a certificate for its subject and the officers.
   *
   * @param personal it names a person who did not agree to its publication: it is encrypted
   */
  public void add(DisseminatedCertificate stored, boolean personal) {
    String sql =
        "INSERT INTO repository_certificate (issuer, serial, profile, not_before, not_after,"
            + " certificate) VALUES (?, ?, ?, ?, ?, ?)";
    try (Connection connection = database.getConnection();
        PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setString(1, stored.issuer());
      insert.setString(2, stored.serial().hex());
      insert.setString(3, stored.profile());
      insert.setObject(4, utc(stored.notBefore()));
      insert.setObject(5, utc(stored.notAfter()));
      insert.setBytes(
          6,
          personal
              ? encryption.sealOctets(place(stored.issuer(), stored.serial()), stored.certificate())
              : stored.certificate().octets());
      insert.executeUpdate();
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  /** Opens a kept certificate to everybody; only with the subject's consent (D1.1). */
  public void publish(String issuer, SerialNumber serial, Instant at) {
    String sql =
        "INSERT INTO published_certificate (issuer, serial, published_at) VALUES (?, ?, ?)";
    try (Connection connection = database.getConnection();
        PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setString(1, issuer);
      insert.setString(2, serial.hex());
      insert.setObject(3, utc(at));
      insert.executeUpdate();
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  /** For the subject and officers: every certificate. */
  public Optional<DisseminatedCertificate> find(String issuer, SerialNumber serial) {
    return select(
            "SELECT issuer, serial, profile, not_before, not_after, certificate"
                + " FROM repository_certificate WHERE issuer = ? AND serial = ?",
            issuer,
            serial)
        .map(this::opened);
  }

  private DisseminatedCertificate opened(DisseminatedCertificate found) {
    byte[] stored = found.certificate().octets();
    if (!FieldEncryption.isSealed(stored)) {
      // Published, or of the TSP itself; its CA's signature says whether it is genuine.
      return found;
    }
    return new DisseminatedCertificate(
        found.issuer(),
        found.serial(),
        found.profile(),
        found.notBefore(),
        found.notAfter(),
        Der.of(encryption.openOctets(place(found.issuer(), found.serial()), stored)));
  }

  private static FieldPlace place(String issuer, SerialNumber serial) {
    return new FieldPlace("repository_certificate", "certificate", issuer + "/" + serial.hex());
  }

  /** For everybody: published certificates only. */
  public Optional<DisseminatedCertificate> findPublished(String issuer, SerialNumber serial) {
    // The join starts from published_certificate: without consent there is nothing to find.
    return select(
        "SELECT c.issuer, c.serial, c.profile, c.not_before, c.not_after, c.certificate"
            + " FROM published_certificate p JOIN repository_certificate c"
            + " ON c.issuer = p.issuer AND c.serial = p.serial"
            + " WHERE p.issuer = ? AND p.serial = ?",
        issuer,
        serial);
  }

  /**
   * For everybody: the published certificates that a CA gave to CAs of other providers and that end
   * later, oldest first. The profile stands in the statement: it has an index of its own.
   */
  public List<DisseminatedCertificate> crossCertificates(String issuer, Instant end) {
    String sql =
        "SELECT c.issuer, c.serial, c.profile, c.not_before, c.not_after, c.certificate"
            + " FROM repository_certificate c JOIN published_certificate p"
            + " ON c.issuer = p.issuer AND c.serial = p.serial"
            + " WHERE c.profile = 'cross-certificate' AND c.issuer = ? AND c.not_after > ?"
            + " ORDER BY c.not_before, c.serial";
    try (Connection connection = database.getConnection();
        PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, issuer);
      query.setObject(2, utc(end));
      List<DisseminatedCertificate> found = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          found.add(read(row));
        }
      }
      return found;
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  private Optional<DisseminatedCertificate> select(String sql, String issuer, SerialNumber serial) {
    try (Connection connection = database.getConnection();
        PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, issuer);
      query.setString(2, serial.hex());
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? Optional.of(read(row)) : Optional.empty();
      }
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  private static DisseminatedCertificate read(ResultSet row) throws SQLException {
    return new DisseminatedCertificate(
        row.getString(1),
        SerialNumber.parse(row.getString(2)),
        row.getString(3),
        row.getObject(4, OffsetDateTime.class).toInstant(),
        row.getObject(5, OffsetDateTime.class).toInstant(),
        Der.of(row.getBytes(6)));
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static ServiceUnavailable unavailable(SQLException e) {
    return new ServiceUnavailable(
        ServiceUnavailable.Cause.DATABASE, "the certificate repository cannot be reached", e);
  }
}
