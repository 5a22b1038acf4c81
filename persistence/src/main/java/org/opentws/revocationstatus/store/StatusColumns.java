package org.opentws.revocationstatus.store;

import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

/** How the values of the status tables stand in their columns. */
final class StatusColumns {
  /** In the order of {@link #row}. */
  static final String OF_ROW =
      "issuer, serial, state, reason, changed_at, invalidity_date, change_sequence, tsp_key";

  /** In the order of {@link #change}. */
  static final String OF_CHANGE =
      "sequence, issuer, serial, state, reason, changed_at, invalidity_date, seal_key, seal";

  private StatusColumns() {}

  static StatusRow row(ResultSet result) throws SQLException {
    return new StatusRow(
        result.getString(1),
        serial(result.getBytes(2)),
        CertificateState.valueOf(result.getString(3)),
        Optional.ofNullable(result.getObject(4, Integer.class)),
        instant(result.getTimestamp(5)),
        instant(result.getTimestamp(6)),
        result.getLong(7),
        result.getBoolean(8));
  }

  static SealedChange change(ResultSet result) throws SQLException {
    StatusChangeRow change =
        new StatusChangeRow(
            result.getLong(1),
            result.getString(2),
            serial(result.getBytes(3)),
            CertificateState.valueOf(result.getString(4)),
            Optional.ofNullable(result.getObject(5, Integer.class)),
            result.getTimestamp(6).toInstant(),
            instant(result.getTimestamp(7)));
    String sealKey = result.getString(8);
    return new SealedChange(
        change,
        sealKey == null
            ? Optional.empty()
            : Optional.of(new ChangeSeal(sealKey, Der.of(result.getBytes(9)))));
  }

  /** The same columns as {@link #change} has, the last two empty, then tsp_key. */
  static StatusRow rowAmongChanges(ResultSet result) throws SQLException {
    return new StatusRow(
        result.getString(2),
        serial(result.getBytes(3)),
        CertificateState.valueOf(result.getString(4)),
        Optional.ofNullable(result.getObject(5, Integer.class)),
        instant(result.getTimestamp(6)),
        instant(result.getTimestamp(7)),
        result.getLong(1),
        result.getBoolean(10));
  }

  /** Four parameters: state, reason, changed_at, invalidity_date. */
  static void setStatus(PreparedStatement statement, int first, StatusRow row) throws SQLException {
    statement.setString(first, row.state().name());
    statement.setObject(first + 1, row.reason().orElse(null), Types.SMALLINT);
    setInstant(statement, first + 2, row.changedAt());
    setInstant(statement, first + 3, row.invalidityDate());
  }

  static byte[] octets(SerialNumber serial) {
    return serial.value().toByteArray();
  }

  private static SerialNumber serial(byte[] octets) {
    return new SerialNumber(new BigInteger(octets));
  }

  private static void setInstant(PreparedStatement statement, int at, Optional<Instant> instant)
      throws SQLException {
    statement.setObject(
        at,
        instant.map(value -> OffsetDateTime.ofInstant(value, ZoneOffset.UTC)).orElse(null),
        Types.TIMESTAMP_WITH_TIMEZONE);
  }

  private static Optional<Instant> instant(@Nullable Timestamp stamp) {
    return Optional.ofNullable(stamp).map(Timestamp::toInstant);
  }
}
