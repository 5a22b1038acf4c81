package org.opentws.keymanagement.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.opentws.error.store.DatabaseFailure;

/** Versions of the algorithm catalogue: they are added, never altered. */
@ApplicationScoped
public class AlgorithmCatalogueRepository {
  /** Our number for this lock: clause 5.2.5.2, algorithms of keys. */
  private static final long CHANGE = 5_252L;

  @Resource(lookup = "java:/opentws/db")
  private DataSource database;

  /**
   * Every version as last committed, newest first, whatever the caller's own transaction has added:
   * nothing is judged by what is not committed.
   */
  @Transactional(TxType.NOT_SUPPORTED)
  public List<SealedCatalogue> committed() {
    String sql =
        "select id, version, document, requester, approver, at, seal from algorithm_catalogue"
            + " order by version desc, at desc, id";
    try (Connection connection = database.getConnection();
        PreparedStatement select = connection.prepareStatement(sql);
        ResultSet rows = select.executeQuery()) {
      List<SealedCatalogue> found = new ArrayList<>();
      while (rows.next()) {
        found.add(
            new SealedCatalogue(
                rows.getString(1),
                rows.getInt(2),
                rows.getString(3),
                rows.getString(4),
                rows.getString(5),
                rows.getObject(6, OffsetDateTime.class).toInstant(),
                rows.getString(7)));
      }
      return found;
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  /** Keeps every other change out, on all nodes, until the caller's transaction ends. */
  public void lockChanges() {
    try (Connection connection = database.getConnection();
        PreparedStatement lock =
            connection.prepareStatement("select pg_advisory_xact_lock(" + CHANGE + ")")) {
      lock.execute();
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  /** In the caller's transaction. */
  public void add(SealedCatalogue version) {
    String sql =
        "insert into algorithm_catalogue (id, version, document, requester, approver, at, seal)"
            + " values (?, ?, ?, ?, ?, ?, ?)";
    try (Connection connection = database.getConnection();
        PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setString(1, version.id());
      insert.setInt(2, version.version());
      insert.setString(3, version.document());
      insert.setString(4, version.requester());
      insert.setString(5, version.approver());
      insert.setObject(6, OffsetDateTime.ofInstant(version.at(), ZoneOffset.UTC));
      insert.setString(7, version.seal());
      insert.executeUpdate();
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }
}
