package org.opentws.timestamping.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.sql.DataSource;
import org.opentws.error.ServiceUnavailable;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

/** Appends tokens in the caller's transaction and finds them again. Plain JDBC: a hot path. */
@ApplicationScoped
public class TimeStampArchiveRepository {
  @Resource(lookup = "java:/opentws/db")
  private DataSource database;

  public void append(ArchivedTimeStamp stamp) {
    try (Connection connection = database.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO time_stamp_archive"
                    + " (serial, unit, gen_time, imprint_algorithm, imprint, token)"
                    + " VALUES (?, ?, ?, ?, ?, ?)")) {
      insert.setBytes(1, stamp.serial().value().toByteArray());
      insert.setString(2, stamp.unit());
      insert.setObject(3, OffsetDateTime.ofInstant(stamp.genTime(), ZoneOffset.UTC));
      insert.setString(4, stamp.imprintAlgorithm());
      insert.setBytes(5, stamp.imprint().octets());
      insert.setBytes(6, stamp.token().octets());
      insert.executeUpdate();
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  public Optional<ArchivedTimeStamp> find(SerialNumber serial) {
    try (Connection connection = database.getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT serial, unit, gen_time, imprint_algorithm, imprint, token"
                    + " FROM time_stamp_archive WHERE serial = ?")) {
      select.setBytes(1, serial.value().toByteArray());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(read(row)) : Optional.empty();
      }
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  private static ArchivedTimeStamp read(ResultSet row) throws SQLException {
    return new ArchivedTimeStamp(
        new SerialNumber(new BigInteger(row.getBytes(1))),
        row.getString(2),
        row.getObject(3, OffsetDateTime.class).toInstant(),
        row.getString(4),
        Der.of(row.getBytes(5)),
        Der.of(row.getBytes(6)));
  }

  private static ServiceUnavailable unavailable(SQLException e) {
    return new ServiceUnavailable(
        ServiceUnavailable.Cause.DATABASE, "the time-stamp archive cannot be reached", e);
  }
}
