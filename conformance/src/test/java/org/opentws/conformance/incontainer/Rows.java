package org.opentws.conformance.incontainer;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.Outcome;
import org.opentws.audit.format.EncodedRecord;
import org.opentws.audit.format.EntryBundle;
import org.opentws.audit.format.RecordContent;

/** What stands in the database, read and written as the application's role. */
final class Rows {
  private final DataSource database;

  Rows(DataSource database) {
    this.database = database;
  }

  int write(String sql, Object... values) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = prepared(connection, sql, values)) {
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  long count(String sql, Object... values) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = prepared(connection, sql, values);
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Every record about an object, those of business changes first. */
  List<RecordContent> audit(String object) {
    List<RecordContent> records = new ArrayList<>();
    for (byte[] row :
        octets("select enc from audit_record where object = ? order by seq", object)) {
      records.add(EncodedRecord.decode(row).content());
    }
    for (byte[] row : octets("select data from audit_segment order by epoch, seq")) {
      EntryBundle.unpack(row).stream()
          .map(entry -> EncodedRecord.decode(entry).content())
          .filter(content -> content.object().equals(object))
          .forEach(records::add);
    }
    return records;
  }

  List<RecordContent> records(String object, AuditEventType type, Outcome outcome) {
    int code =
        switch (outcome) {
          case SUCCESS -> 1;
          case REFUSED -> 2;
          case FAILURE -> 3;
        };
    return audit(object).stream()
        .filter(record -> record.type() == type.code() && record.outcome() == code)
        .toList();
  }

  /** A person that did not exist: a change of business data. */
  void addPerson(String id) {
    write("insert into person (id, created_at) values (?, current_timestamp)", id);
  }

  boolean hasPerson(String id) {
    return count("select count(*) from person where id = ?", id) == 1;
  }

  private List<byte[]> octets(String sql, Object... values) {
    List<byte[]> found = new ArrayList<>();
    try (Connection connection = database.getConnection();
        PreparedStatement statement = prepared(connection, sql, values);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        found.add(rows.getBytes(1));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
    return found;
  }

  private static PreparedStatement prepared(Connection connection, String sql, Object... values)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }
}
