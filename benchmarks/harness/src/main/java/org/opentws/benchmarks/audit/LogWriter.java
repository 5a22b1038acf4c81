package org.opentws.benchmarks.audit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.opentws.audit.AuditNode;
import org.opentws.audit.AuditSettings;
import org.opentws.audit.format.EpochKey;
import org.opentws.audit.store.AuditDatabase;
import org.opentws.benchmarks.frame.BenchSystem;
import org.opentws.benchmarks.frame.Database;
import org.opentws.benchmarks.frame.Durations;
import org.opentws.benchmarks.frame.Orders;
import org.opentws.benchmarks.frame.Terminal;
import org.opentws.random.Randomness;
import org.opentws.time.ClockReading;
import org.opentws.time.ClockState;
import org.opentws.time.TrustedTime;

/**
 * The process that is an audit function and nothing else: the system's own classes against the
 * system's own database, checkpoints signed in its device. Option node=NAME. Orders are "records
 * outstanding milliseconds" and "lag", which tells how late signed checkpoints were since the last
 * time it was asked, and "size".
 */
public final class LogWriter {
  /** As a server's: java:/opentws/audit. */
  private static final int CONNECTIONS = 8;

  private final AuditNode node;
  private final SealingLag lag;
  private final int callers = Runtime.getRuntime().availableProcessors();
  private final ExecutorService threads = Executors.newFixedThreadPool(callers);

  private LogWriter(AuditNode node) {
    this.node = node;
    this.lag = new SealingLag(node);
  }

  public static void main(String[] arguments) throws Exception {
    BenchSystem system = BenchSystem.of(arguments, new Terminal(System.err));
    byte[] key = new byte[EpochKey.OCTETS];
    new SecureRandom().nextBytes(key);
    Path state = Files.createTempDirectory(system.work(), "audit");
    AuditNode node =
        AuditNode.start(
            new AuditNode.Parts(
                new AuditSettings("localhost/opentws/audit", system.option("node"), state, true),
                new AuditDatabase(Database.pool(system, CONNECTIONS)),
                new MachineTime(),
                new Randomness(),
                AuditKey.open(system),
                Executors.defaultThreadFactory(),
                (kind, detail) -> System.err.println(kind + ": " + detail)),
            new EpochKey(key));
    LogWriter writer = new LogWriter(node);
    Orders.serve(writer::does);
    node.stop();
    System.exit(0);
  }

  private List<String> does(String[] order) throws Exception {
    return switch (order[0]) {
      case "records" -> measure(Integer.parseInt(order[1]), Long.parseLong(order[2]));
      case "lag" -> lag.answer();
      default -> List.of(Long.toString(node.status().sealedSize()));
    };
  }

  private List<String> measure(int outstanding, long millis) throws Exception {
    long begin = System.nanoTime();
    long end = begin + Duration.ofMillis(millis).toNanos();
    List<Caller> running = new ArrayList<>();
    List<Future<Durations>> results = new ArrayList<>();
    int active = Math.min(callers, outstanding);
    for (int i = 0; i < active; i++) {
      Caller caller = new Caller(node, lag, outstanding / active, end);
      running.add(caller);
      results.add(threads.submit(caller));
    }
    List<Durations> took = new ArrayList<>();
    for (Future<Durations> result : results) {
      took.add(result.get());
    }
    long micros = (System.nanoTime() - begin) / 1000;
    long errors = running.stream().mapToLong(Caller::errors).sum();
    return Orders.answer(Durations.together(took), micros, errors);
  }

  /** The machine's clock: what a round of time sources costs is not the log's. */
  private record MachineTime() implements TrustedTime {
    @Override
    public Instant now() {
      return Instant.now();
    }

    @Override
    public long monotonicNanos() {
      return System.nanoTime();
    }

    @Override
    public ClockReading reading() {
      return new ClockReading(now(), ClockState.INSYNC, Duration.ofMillis(20), 3);
    }
  }
}
