package org.opentws.audit;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.opentws.audit.format.BrokenLog;
import org.opentws.audit.format.EpochKey;
import org.opentws.audit.store.AuditTreeRepository;
import org.opentws.audit.store.AuditWriter;
import org.opentws.time.TrustedTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From the end of a node's last epoch to the first records of its next one (AA1.1c). */
final class EpochStart {
  private static final Logger LOG = LoggerFactory.getLogger(EpochStart.class);
  private static final long OLD_TRANSACTIONS_MILLIS_MAX = 5_000;
  private static final long PAUSE_MILLIS = 20;

  private final AuditTreeRepository repository;
  private final Sealer sealer;
  private final TrustedTime time;
  private final String node;

  EpochStart(AuditTreeRepository repository, Sealer sealer, TrustedTime time, String node) {
    this.repository = repository;
    this.sealer = sealer;
    this.time = time;
    this.node = node;
  }

  /**
   * Recovery runs the ordinary sealing until nothing is left over from before.
   *
   * @return how the epoch before ended
   * @throws BrokenLog the log in the database is not the one this node knows
   */
  Map<String, String> recover() throws InterruptedException {
    awaitOldTransactions();
    while (sealer.round() != Sealer.Round.COMPLETE) {
      LOG.debug("Sealing records left by an earlier epoch, or another node is at it");
      Thread.sleep(PAUSE_MILLIS);
    }
    return sealer.read(
        sealing -> {
          List<AuditWriter> own = OtherEpochs.ofNode(sealing, node);
          return own.isEmpty()
              ? Map.of("previousEnd", "none")
              : OtherEpochs.ending(sealing, own.get(own.size() - 1).epoch());
        });
  }

  /**
   * A transaction of the node's last life may still be committing; its record belongs to that life.
   */
  private void awaitOldTransactions() throws InterruptedException {
    long now = repository.currentTransaction();
    long started = time.monotonicNanos();
    while (repository.horizon() <= now && millisSince(started) < OLD_TRANSACTIONS_MILLIS_MAX) {
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private long millisSince(long nanos) {
    return (time.monotonicNanos() - nanos) / 1_000_000;
  }

  /** The first records of the epoch, in this order; the last one is that of the system's start. */
  List<RecordDraft> announcement(
      SegmentFactory factory, long epoch, EpochKey key, Map<String, String> previous) {
    TreeMap<String, String> details = new TreeMap<>(previous);
    details.put("epoch", Long.toString(epoch));
    details.put("keyCommitment", HexFormat.of().formatHex(key.commitment()));
    details.put("clockState", time.reading().state().name());
    RecordDraft audit =
        factory.own(AuditEventType.AUDIT_STARTED, Outcome.SUCCESS, time.now(), details);
    RecordDraft system =
        factory.own(
            AuditEventType.SYSTEM_STARTED,
            Outcome.SUCCESS,
            time.now(),
            Map.of("java", Runtime.version().toString()));
    return "unclean".equals(previous.get("previousEnd"))
        ? List.of(audit, unclean(factory, previous), system)
        : List.of(audit, system);
  }

  private RecordDraft unclean(SegmentFactory factory, Map<String, String> previous) {
    Map<String, String> details = new HashMap<>(previous);
    details.put("reason", "the node ended without stopping its audit function");
    return factory.own(AuditEventType.AUDIT_UNCLEAN_END, Outcome.FAILURE, time.now(), details);
  }
}
