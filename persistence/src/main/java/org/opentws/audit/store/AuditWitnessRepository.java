package org.opentws.audit.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.opentws.value.Der;

/** Cosignatures of outside witnesses. Each call stands alone. */
public final class AuditWitnessRepository {
  private final DataSource database;

  AuditWitnessRepository(DataSource database) {
    this.database = database;
  }

  /** Keeps it; a second one of the same witness under the same checkpoint says nothing new. */
  public void add(Cosignature cosignature) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "insert into audit_cosignature (size, key_id, name, value, at)"
                    + " values (?, ?, ?, ?, ?) on conflict (size, key_id) do nothing")) {
      statement.setLong(1, cosignature.size());
      statement.setBytes(2, cosignature.keyId().octets());
      statement.setString(3, cosignature.name());
      statement.setBytes(4, cosignature.value().octets());
      statement.setObject(5, cosignature.at().atOffset(ZoneOffset.UTC));
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new AuditStoreFailed("keep a cosignature", e);
    }
  }

  /** Size of the largest checkpoint that this witness has cosigned; 0 if none. */
  public long cosignedBy(Der keyId) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "select coalesce(max(size), 0) from audit_cosignature where key_id = ?")) {
      statement.setBytes(1, keyId.octets());
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return result.getLong(1);
      }
    } catch (SQLException e) {
      throw new AuditStoreFailed("ask what a witness has cosigned", e);
    }
  }

  /** The newest checkpoint that a witness has cosigned, with all its cosignatures. */
  public Optional<CosignedNote> lastCosigned() {
    try (Connection connection = database.getConnection()) {
      return cosigned(connection, "select max(size) from audit_cosignature");
    } catch (SQLException e) {
      throw new AuditStoreFailed("read the last cosigned checkpoint", e);
    }
  }

  /**
   * A checkpoint with its cosignatures.
   *
   * @param size query for its size
   */
  static Optional<CosignedNote> cosigned(Connection connection, String size) throws SQLException {
    Optional<CheckpointNote> note = note(connection, size);
    return note.isEmpty()
        ? Optional.empty()
        : Optional.of(new CosignedNote(note.get(), cosignatures(connection, note.get().size())));
  }

  private static Optional<CheckpointNote> note(Connection connection, String size)
      throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement(
                "select "
                    + AuditRows.NOTE
                    + " from audit_checkpoint_note n where n.size = ("
                    + size
                    + ")");
        ResultSet result = statement.executeQuery()) {
      return result.next() ? Optional.of(AuditRows.note(result)) : Optional.empty();
    }
  }

  private static List<Cosignature> cosignatures(Connection connection, long size)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select size, key_id, name, value, at from audit_cosignature where size = ?"
                + " order by at, key_id")) {
      statement.setLong(1, size);
      List<Cosignature> found = new ArrayList<>();
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          found.add(cosignature(result));
        }
      }
      return found;
    }
  }

  static Cosignature cosignature(ResultSet result) throws SQLException {
    return new Cosignature(
        result.getLong(1),
        Der.of(result.getBytes(2)),
        result.getString(3),
        Der.of(result.getBytes(4)),
        AuditRows.instant(result, 5));
  }
}
