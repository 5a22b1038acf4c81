package org.opentws.benchmarks.ocsp;

import java.io.IOException;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.opentws.benchmarks.frame.BenchSystem;
import org.opentws.benchmarks.frame.Database;

/**
 * Rows of the status database in numbers that are issued in years: each a certificate that is good.
 */
final class IssuedCertificates {
  private static final int ROWS_A_STATEMENT = 100_000;

  /** Serial numbers of 16 octets, positive, random: as CAs make them. */
  private static final String INSERT =
      "insert into certificate_status (issuer, serial, state, change_sequence, tsp_key)"
          + " select ?, set_byte(uuid_send(gen_random_uuid()), 0, 64), 'GOOD', 0, false"
          + " from generate_series(1, ?)";

  private final BenchSystem system;

  IssuedCertificates(BenchSystem system, int wanted) throws SQLException, IOException {
    this.system = system;
    try (Connection connection = Database.connect(system)) {
      int missing = wanted - count(connection);
      while (missing > 0) {
        int rows = Math.min(missing, ROWS_A_STATEMENT);
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
          insert.setString(1, system.text("issuer"));
          insert.setInt(2, rows);
          insert.executeUpdate();
        }
        missing -= rows;
      }
      try (Statement statement = connection.createStatement()) {
        statement.execute("vacuum analyze certificate_status");
      }
    }
  }

  private static int count(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("select count(*) from certificate_status")) {
      result.next();
      return result.getInt(1);
    }
  }

  /** Serial numbers of different certificates, spread over all. */
  List<BigInteger> sample(int size) throws SQLException, IOException {
    try (Connection connection = Database.connect(system);
        PreparedStatement select =
            connection.prepareStatement(
                "select serial from certificate_status where issuer = ? and state = 'GOOD'"
                    + " and octet_length(serial) = 16 order by md5(serial) limit ?")) {
      select.setString(1, system.text("issuer"));
      select.setInt(2, size);
      List<BigInteger> serials = new ArrayList<>();
      try (ResultSet result = select.executeQuery()) {
        while (result.next()) {
          serials.add(new BigInteger(result.getBytes(1)));
        }
      }
      return serials;
    }
  }
}
