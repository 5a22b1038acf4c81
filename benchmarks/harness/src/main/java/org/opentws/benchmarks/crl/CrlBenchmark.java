package org.opentws.benchmarks.crl;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.opentws.benchmarks.frame.BenchFailure;
import org.opentws.benchmarks.frame.BenchSystem;
import org.opentws.benchmarks.frame.Benchmark;
import org.opentws.benchmarks.frame.Database;
import org.opentws.benchmarks.frame.Officer;
import org.opentws.benchmarks.frame.Results;
import org.opentws.benchmarks.frame.Rounds;
import org.opentws.benchmarks.frame.Row;

/**
 * A complete CRL, from the rows of the status database to what is stored and offered, against the
 * mere encoding and hashing of as many entries. Rates are entries a second.
 */
public final class CrlBenchmark implements Benchmark {
  private static final int ENTRIES = 1_000_000;
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);
  private static final double NANOS_A_SECOND = 1e9;
  private static final double MILLIS_A_SECOND = 1e3;

  @Override
  public void run(BenchSystem system, Rounds rounds, Results results) throws Exception {
    int entries = system.number("entries", ENTRIES);
    RevokedCertificates.make(system, entries);
    List<Double> made = new ArrayList<>();
    List<Double> raw = new ArrayList<>();
    long listed = 0;
    // The first one is the warm-up of both.
    for (int round = 0; round <= rounds.count(); round++) {
      system.terminal().progress("CRL " + round + " of " + rounds.count());
      Made crl = make(system);
      listed = crl.entries();
      double mere = listed / seconds(RawList.nanos(listed));
      if (round > 0) {
        made.add(listed * MILLIS_A_SECOND / crl.millis());
        raw.add(mere);
      }
    }
    results.add(List.of(row("crl", made, listed), row("encode-and-hash", raw, listed)));
    results.ratio("crl", "encode-and-hash");
  }

  private static double seconds(long nanos) {
    return nanos / NANOS_A_SECOND;
  }

  private static Row row(String name, List<Double> rates, long entries) {
    double rate = rates.stream().sorted().skip(rates.size() / 2).findFirst().orElse(0.0);
    double millis = rate == 0 ? 0 : Math.round(entries / rate * MILLIS_A_SECOND);
    return new Row(name, 1, Math.round(rate), millis, millis, 0, 0, 0);
  }

  private record Made(long entries, long millis) {}

  /** Lets the present CRL grow old, and reads in the audit log how the next one was made. */
  private static Made make(BenchSystem system)
      throws SQLException, IOException, InterruptedException {
    String ca = system.text("issuer");
    try (Connection connection = Database.connect(system)) {
      long before = newest(connection, ca);
      try (PreparedStatement age =
          connection.prepareStatement(
              "update crl set this_update = this_update - interval '13 hours' where ca = ?")) {
        age.setString(1, ca);
        age.executeUpdate();
      }
      long until = System.nanoTime() + PATIENCE.toNanos();
      long now = before;
      while (now == before) {
        if (System.nanoTime() > until) {
          throw new BenchFailure("no new CRL");
        }
        Thread.sleep(LOOK_EVERY.toMillis());
        now = newest(connection, ca);
      }
      return recorded(system, "crl:" + ca + "/" + now);
    }
  }

  private static long newest(Connection connection, String ca) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select coalesce(max(number), 0) from crl where ca = ? and scope = ''")) {
      select.setString(1, ca);
      try (ResultSet result = select.executeQuery()) {
        result.next();
        return result.getLong(1);
      }
    }
  }

  private static Made recorded(BenchSystem system, String object) {
    JsonNode records =
        Officer.login(system, "system-auditor-1")
            .get("/audit/records?type=CRL_GENERATED&limit=20")
            .get("records");
    for (JsonNode record : records) {
      JsonNode details = record.get("details");
      if (record.get("object").asText().equals(object) && !details.has("base")) {
        return new Made(details.get("entries").asLong(), details.get("millis").asLong());
      }
    }
    throw new BenchFailure("no record of " + object);
  }
}
