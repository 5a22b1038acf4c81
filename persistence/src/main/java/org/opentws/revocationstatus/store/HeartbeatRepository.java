package org.opentws.revocationstatus.store;

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
import org.opentws.error.ServiceUnavailable;
import org.opentws.value.Der;

/** The last heartbeat of each node. Methods fail with {@link ServiceUnavailable} DATABASE. */
@ApplicationScoped
public class HeartbeatRepository {
  @Resource(lookup = "java:/opentws/db")
  DataSource dataSource;

  /** Replaces the node's last one. */
  public void write(SealedHeartbeat sealed) {
    String sql =
        "insert into status_heartbeat (node, at, sequence, link, seal_key, seal)"
            + " values (?, ?, ?, ?, ?, ?) on conflict (node) do update set at = excluded.at,"
            + " sequence = excluded.sequence, link = excluded.link,"
            + " seal_key = excluded.seal_key, seal = excluded.seal";
    Heartbeat heartbeat = sealed.heartbeat();
    try (Connection connection = dataSource.getConnection();
        PreparedStatement upsert = connection.prepareStatement(sql)) {
      upsert.setString(1, heartbeat.node());
      upsert.setObject(2, OffsetDateTime.ofInstant(heartbeat.at(), ZoneOffset.UTC));
      upsert.setLong(3, heartbeat.chain().sequence());
      upsert.setBytes(4, heartbeat.chain().link().octets());
      upsert.setString(5, sealed.seal().keyId());
      upsert.setBytes(6, sealed.seal().signature().octets());
      upsert.executeUpdate();
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  /** Of all nodes, the newest first. */
  public List<SealedHeartbeat> all() {
    String sql =
        "select node, at, sequence, link, seal_key, seal from status_heartbeat order by at desc";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(sql);
        ResultSet result = select.executeQuery()) {
      List<SealedHeartbeat> heartbeats = new ArrayList<>();
      while (result.next()) {
        heartbeats.add(
            new SealedHeartbeat(
                new Heartbeat(
                    result.getString(1),
                    result.getTimestamp(2).toInstant(),
                    new ChangeChain(result.getLong(3), Der.of(result.getBytes(4)))),
                new ChangeSeal(result.getString(5), Der.of(result.getBytes(6)))));
      }
      return heartbeats;
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  private static ServiceUnavailable unavailable(SQLException e) {
    return new ServiceUnavailable(
        ServiceUnavailable.Cause.DATABASE, "the heartbeats cannot be used now", e);
  }
}
