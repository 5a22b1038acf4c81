package org.opentws.certificategeneration.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;
import org.opentws.error.ServiceUnavailable;
import org.opentws.value.SerialNumber;

/** Table {@code serial_reservation}. */
@ApplicationScoped
public class JdbcSerialRepository implements SerialRepository {
  @Resource(lookup = "java:/opentws/db")
  private DataSource database;

  // REQUIRES_NEW: the reservation must outlive a rollback, because by then the device may have
  // signed under this serial.
  @Override
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public boolean reserve(
      String issuer, SerialNumber serial, Instant reservedAt, Optional<String> applicationId) {
    String sql =
        "insert into serial_reservation (issuer, serial, reserved_at, application_id)"
            + " values (?, ?, ?, ?) on conflict do nothing";
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, issuer);
      statement.setString(2, serial.hex());
      statement.setTimestamp(3, Timestamp.from(reservedAt));
      statement.setString(4, applicationId.orElse(null));
      return statement.executeUpdate() == 1;
    } catch (SQLException e) {
      throw new ServiceUnavailable(
          ServiceUnavailable.Cause.DATABASE, "no serial number can be reserved", e);
    }
  }
}
