package org.opentws.certificategeneration.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.opentws.dataencryption.store.FieldEncryption;
import org.opentws.dataencryption.store.FieldPlace;
import org.opentws.error.ServiceUnavailable;
import org.opentws.value.Der;
import org.opentws.value.Scope;
import org.opentws.value.SerialNumber;

/** Table {@code certificate}. */
@ApplicationScoped
public class JdbcCertificateRepository implements CertificateRepository {
  /** Rows in memory at a time: a search by name goes through all of them. */
  private static final int FETCHED = 1000;

  private static final String COLUMNS =
      "issuer, serial, der, profile, profile_version, subject, not_before, not_after, generated_at,"
          + " application_id";

  private static final String NEWEST_FIRST = " order by generated_at desc, issuer, serial";

  @Resource(lookup = "java:/opentws/db")
  private DataSource database;

  @Inject FieldEncryption encryption;

  @Override
  public void lockApplication(String applicationId) {
    // Two ids that hash alike only wait for each other; the unique column is what counts.
    query(
        "select pg_advisory_xact_lock(hashtextextended('certificate.application:' || ?, 0))",
        List.of(applicationId),
        row -> Boolean.TRUE);
  }

  @Override
  public Optional<StoredCertificate> ofApplication(String applicationId) {
    String sql = "select " + COLUMNS + " from certificate where application_id = ?";
    return query(sql, List.of(applicationId), this::certificate).stream().findFirst();
  }

  @Override
  public Optional<StoredCertificate> find(String issuer, SerialNumber serial) {
    String sql = "select " + COLUMNS + " from certificate where issuer = ? and serial = ?";
    return query(sql, List.of(issuer, serial.hex()), this::certificate).stream().findFirst();
  }

  @Override
  public List<StoredCertificate> search(CertificateSearch search, Scope scope) {
    if (search.subjectPart().isPresent()) {
      return named(search, scope, search.subjectPart().get())
          .skip(search.offset())
          .limit(search.limit())
          .map(name -> find(name.issuer(), name.serial()))
          .flatMap(Optional::stream)
          .toList();
    }
    List<Object> values = new ArrayList<>();
    StringBuilder sql =
        new StringBuilder("select " + COLUMNS).append(matching(search, scope, values));
    sql.append(NEWEST_FIRST + " offset ? limit ?");
    values.add(search.offset());
    values.add(search.limit());
    return query(sql.toString(), values, this::certificate);
  }

  @Override
  public long count(CertificateSearch search, Scope scope) {
    if (search.subjectPart().isPresent()) {
      return named(search, scope, search.subjectPart().get()).count();
    }
    List<Object> values = new ArrayList<>();
    String sql = "select count(*)" + matching(search, scope, values);
    return query(sql, values, row -> row.getLong(1)).get(0);
  }

  private record Name(String issuer, SerialNumber serial) {}

  /**
   * Those whose subject has this in its name. Names of subjects are encrypted, so each is opened
   * and looked at, one after the other.
   */
  private Stream<Name> named(CertificateSearch search, Scope scope, String part) {
    String wanted = part.toLowerCase(Locale.ROOT);
    List<Object> values = new ArrayList<>();
    String sql = "select issuer, serial, subject" + matching(search, scope, values) + NEWEST_FIRST;
    RowReader<Optional<Name>> reader =
        row -> {
          Name name = new Name(row.getString(1), SerialNumber.parse(row.getString(2)));
          return subject(name, row.getString(3)).toLowerCase(Locale.ROOT).contains(wanted)
              ? Optional.of(name)
              : Optional.empty();
        };
    return query(sql, values, reader).stream().flatMap(Optional::stream);
  }

  private String subject(Name of, String stored) {
    return FieldEncryption.isSealed(stored)
        ? encryption.openText(place("subject", of.issuer(), of.serial()), stored)
        : stored;
  }

  private static FieldPlace place(String column, String issuer, SerialNumber serial) {
    return new FieldPlace("certificate", column, issuer + "/" + serial.hex());
  }

  private static String matching(CertificateSearch search, Scope scope, List<Object> values) {
    StringBuilder sql = new StringBuilder(" from certificate where true");
    search.issuer().ifPresent(issuer -> restrict(sql, values, " and issuer = ?", issuer));
    search.profile().ifPresent(profile -> restrict(sql, values, " and profile = ?", profile));
    ScopeCondition within = ScopeCondition.onHex(scope, "certificate");
    values.addAll(within.values());
    return sql.append(within.sql()).toString();
  }

  private static void restrict(
      StringBuilder sql, List<Object> values, String condition, String value) {
    sql.append(condition);
    values.add(value);
  }

  @Override
  public Set<String> profilesOfKey(String spkiSha256) {
    // Two keys that hash alike only wait for each other.
    query(
        "select pg_advisory_xact_lock(hashtextextended('certificate.key:' || ?, 0))",
        List.of(spkiSha256),
        row -> Boolean.TRUE);
    String sql = "select distinct profile from certificate where spki_sha256 = ?";
    return Set.copyOf(query(sql, List.of(spkiSha256), row -> row.getString(1)));
  }

  @Override
  public void store(StoredCertificate certificate, CertifiedKey key) {
    String sql =
        "insert into certificate ("
            + COLUMNS
            + ", spki_sha256, key_algorithm) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, certificate.issuer());
      statement.setString(2, certificate.serial().hex());
      statement.setBytes(3, der(certificate));
      statement.setString(4, certificate.profile().name());
      statement.setString(5, certificate.profile().version());
      statement.setString(6, subject(certificate));
      statement.setTimestamp(7, Timestamp.from(certificate.notBefore()));
      statement.setTimestamp(8, Timestamp.from(certificate.notAfter()));
      statement.setTimestamp(9, Timestamp.from(certificate.generatedAt()));
      statement.setString(10, certificate.applicationId().orElse(null));
      statement.setString(11, key.spkiSha256());
      statement.setString(12, key.algorithm().orElse(null));
      statement.executeUpdate();
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  /** A certificate of a subject is for whom it concerns; one of the TSP itself is public. */
  private byte[] der(StoredCertificate certificate) {
    return certificate.applicationId().isEmpty()
        ? certificate.der().octets()
        : encryption.sealOctets(
            place("der", certificate.issuer(), certificate.serial()), certificate.der());
  }

  private String subject(StoredCertificate certificate) {
    return certificate.applicationId().isEmpty()
        ? certificate.subject()
        : encryption.sealText(
            place("subject", certificate.issuer(), certificate.serial()), certificate.subject());
  }

  @Override
  public Map<String, Long> endingAfter(Instant end) {
    String sql =
        "select key_algorithm, count(*) from certificate where key_algorithm is not null"
            + " and not_after > ? group by key_algorithm";
    return query(
            sql, List.of(Timestamp.from(end)), row -> Map.entry(row.getString(1), row.getLong(2)))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private <T> List<T> query(String sql, List<?> values, RowReader<T> reader) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.size(); i++) {
        statement.setObject(i + 1, values.get(i));
      }
      statement.setFetchSize(FETCHED);
      try (ResultSet rows = statement.executeQuery()) {
        List<T> found = new ArrayList<>();
        while (rows.next()) {
          found.add(reader.read(rows));
        }
        return found;
      }
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  private StoredCertificate certificate(ResultSet row) throws SQLException {
    Name name = new Name(row.getString("issuer"), SerialNumber.parse(row.getString("serial")));
    byte[] der = row.getBytes("der");
    return new StoredCertificate(
        name.issuer(),
        name.serial(),
        Der.of(
            FieldEncryption.isSealed(der)
                ? encryption.openOctets(place("der", name.issuer(), name.serial()), der)
                : der),
        new StoredCertificate.ProfileVersion(
            row.getString("profile"), row.getString("profile_version")),
        subject(name, row.getString("subject")),
        row.getTimestamp("not_before").toInstant(),
        row.getTimestamp("not_after").toInstant(),
        row.getTimestamp("generated_at").toInstant(),
        Optional.ofNullable(row.getString("application_id")));
  }

  private static ServiceUnavailable unavailable(SQLException e) {
    return new ServiceUnavailable(
        ServiceUnavailable.Cause.DATABASE, "certificates cannot be read or written", e);
  }
}
