package org.opentws.dataencryption.store;

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
import org.opentws.value.Der;

/** Tables key_encryption_key and data_key: rows are only ever added. */
@ApplicationScoped
public class DataKeyRepository {
  @Resource(lookup = "java:/opentws/db")
  DataSource database;

  private interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** From here to the end of the transaction no other node makes a key. */
  public void lock() {
    query("select pg_advisory_xact_lock(hashtextextended('data-key', 0))", row -> Boolean.TRUE);
  }

  /** Oldest first. */
  public List<KeyEncryptionKey> keyEncryptionKeys() {
    return query(
        "select kek_id, token, backup, created_at from key_encryption_key"
            + " order by created_at, kek_id",
        row ->
            new KeyEncryptionKey(
                row.getString(1),
                row.getString(2),
                Optional.ofNullable(row.getBytes(3)).map(Der::of),
                row.getObject(4, OffsetDateTime.class).toInstant()));
  }

  /** Oldest first. */
  public List<WrappedDataKey> dataKeys() {
    return query(
        "select key_id, kek_id, wrapped, statement, created_at from data_key"
            + " order by created_at, key_id",
        row ->
            new WrappedDataKey(
                row.getString(1),
                row.getString(2),
                Der.of(row.getBytes(3)),
                row.getString(4),
                row.getObject(5, OffsetDateTime.class).toInstant()));
  }

  /** Whether applications or certificates are there already. */
  public boolean hasPersonalData() {
    return query(
            "select exists (select 1 from certificate_application)"
                + " or exists (select 1 from certificate where application_id is not null)",
            row -> row.getBoolean(1))
        .get(0);
  }

  public void add(KeyEncryptionKey key) {
    insert(
        "insert into key_encryption_key (kek_id, token, backup, created_at) values (?, ?, ?, ?)",
        statement -> {
          statement.setString(1, key.id());
          statement.setString(2, key.token());
          statement.setBytes(3, key.backup().map(Der::octets).orElse(null));
          statement.setObject(4, key.createdAt().atOffset(ZoneOffset.UTC));
        });
  }

  public void add(WrappedDataKey key) {
    insert(
        "insert into data_key (key_id, kek_id, wrapped, statement, created_at)"
            + " values (?, ?, ?, ?, ?)",
        statement -> {
          statement.setString(1, key.id());
          statement.setString(2, key.kek());
          statement.setBytes(3, key.wrapped().octets());
          statement.setString(4, key.statement());
          statement.setObject(5, key.createdAt().atOffset(ZoneOffset.UTC));
        });
  }

  private interface Binding {
    void bind(PreparedStatement statement) throws SQLException;
  }

  private void insert(String sql, Binding binding) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      binding.bind(statement);
      statement.executeUpdate();
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  private <T> List<T> query(String sql, RowReader<T> reader) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      List<T> found = new ArrayList<>();
      while (rows.next()) {
        found.add(reader.read(rows));
      }
      return found;
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }
}
