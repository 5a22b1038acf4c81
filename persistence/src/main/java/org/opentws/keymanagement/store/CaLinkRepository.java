package org.opentws.keymanagement.store;

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
import javax.sql.DataSource;
import org.opentws.error.store.DatabaseFailure;
import org.opentws.value.Der;

/** Links between offline CAs and their successors: added, never altered. */
@ApplicationScoped
public class CaLinkRepository {
  @Resource(lookup = "java:/opentws/db")
  DataSource database;

  /** Those of a CA, the oldest first. */
  public List<CaLink> of(String ca) {
    String sql =
        "select ca, new_with_old, old_with_new, imported_at from ca_link where ca = ?"
            + " order by imported_at";
    try (Connection connection = database.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, ca);
      List<CaLink> found = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.add(
              new CaLink(
                  row.getString(1),
                  Der.of(row.getBytes(2)),
                  Der.of(row.getBytes(3)),
                  row.getObject(4, OffsetDateTime.class).toInstant()));
        }
      }
      return found;
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  /**
   * In the caller's transaction.
   *
   * @return false if it is there already
   */
  public boolean add(CaLink link) {
    String sql =
        "insert into ca_link (ca, new_with_old, old_with_new, imported_at) values (?, ?, ?, ?)"
            + " on conflict do nothing";
    try (Connection connection = database.getConnection();
        PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setString(1, link.ca());
      insert.setBytes(2, link.newWithOld().octets());
      insert.setBytes(3, link.oldWithNew().octets());
      insert.setObject(4, link.importedAt().atOffset(ZoneOffset.UTC));
      return insert.executeUpdate() == 1;
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }
}
