package org.opentws.externalmessage.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import javax.sql.DataSource;
import org.opentws.error.ServiceUnavailable;

/** Table {@code opened_message}. */
@ApplicationScoped
public class JdbcOpenedMessageRepository implements OpenedMessageRepository {
  /** At most this many are forgotten at once, so that no opener pays for a long pause. */
  private static final int FORGET_MAX = 100;

  @Resource(lookup = "java:/opentws/db")
  private DataSource database;

  @Override
  public boolean remember(String nonce, String sender, Instant sealedAt) {
    String sql =
        "insert into opened_message (nonce, sender, sealed_at) values (?, ?, ?)"
            + " on conflict (nonce) do nothing";
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, nonce);
      statement.setString(2, sender);
      statement.setTimestamp(3, Timestamp.from(sealedAt));
      return statement.executeUpdate() == 1;
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  @Override
  public void forget(Instant sealedBefore) {
    // skip locked: two openers never wait for each other here.
    String sql =
        "delete from opened_message where nonce in (select nonce from opened_message"
            + " where sealed_at < ? order by sealed_at limit ? for update skip locked)";
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setTimestamp(1, Timestamp.from(sealedBefore));
      statement.setInt(2, FORGET_MAX);
      statement.executeUpdate();
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  private static ServiceUnavailable unavailable(SQLException e) {
    return new ServiceUnavailable(
        ServiceUnavailable.Cause.DATABASE, "opened messages cannot be read or written", e);
  }
}
