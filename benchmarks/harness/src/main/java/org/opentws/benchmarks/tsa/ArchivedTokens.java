package org.opentws.benchmarks.tsa;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.opentws.benchmarks.frame.BenchSystem;
import org.opentws.benchmarks.frame.Database;

/**
 * Tokens in numbers that would take hours to stamp: copies of a real one, each with a time, serial
 * number and imprint of its own.
 */
final class ArchivedTokens {
  private static final int ROWS_A_STATEMENT = 250_000;

  /** One for each of the milliseconds before a moment, as serial numbers begin with theirs. */
  private static final String INSERT =
      "insert into time_stamp_archive"
          + " (serial, unit, gen_time, imprint_algorithm, imprint, token, client)"
          + " select decode(lpad(to_hex(millis), 12, '0'), 'hex')"
          + " || substr(uuid_send(gen_random_uuid()), 1, length(real.serial) - 6),"
          + " real.unit, to_timestamp(millis / 1000.0), real.imprint_algorithm,"
          + " uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()), real.token, real.client"
          + " from (select * from time_stamp_archive order by serial desc limit 1) real,"
          + " generate_series(?::bigint, ?::bigint) millis";

  private ArchivedTokens() {}

  /** Fills the archive up to this number. */
  static void fill(BenchSystem system, long wanted) throws SQLException, IOException {
    try (Connection connection = Database.connect(system);
        Statement statement = connection.createStatement();
        PreparedStatement insert = connection.prepareStatement(INSERT)) {
      long missing = wanted - number(statement, "select count(*) from time_stamp_archive");
      long before =
          number(
              statement,
              "select (extract(epoch from min(gen_time)) * 1000)::bigint - 1"
                  + " from time_stamp_archive");
      long next = before - Math.max(0, missing);
      while (next < before) {
        long last = Math.min(before, next + ROWS_A_STATEMENT) - 1;
        insert.setLong(1, next);
        insert.setLong(2, last);
        insert.executeUpdate();
        next = last + 1;
      }
      statement.execute("vacuum analyze time_stamp_archive");
    }
  }

  private static long number(Statement statement, String query) throws SQLException {
    try (ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getLong(1);
    }
  }
}
