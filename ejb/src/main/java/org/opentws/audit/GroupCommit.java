package org.opentws.audit;

import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.opentws.audit.store.AuditSegment;
import org.opentws.audit.store.AuditSegmentRepository;
import org.opentws.audit.store.AuditStoreFailed;
import org.opentws.error.ServiceUnavailable;
import org.opentws.gathering.Gathering;
import org.opentws.time.TrustedTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread writes the records of all callers: what gathers while one batch is on its way to the
 * disk is the next batch. No caller's thread waits here.
 */
final class GroupCommit implements Runnable {
  /** One record on its way. */
  record Entry(
      AuditEventType type, RecordDraft draft, Consumer<@Nullable ServiceUnavailable> completion) {}

  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
  private static final int QUEUE_MAX = 20_000;
  private static final int BATCH_MAX = 4096;

  /** Hashes kept for the sealer; when it falls that far behind nothing more is accepted. */
  private static final int UNSEALED_MAX = 400_000;

  /** A caller is told of a failure after this time; the batch is tried on. */
  private static final long PATIENCE_NANOS = 2_000_000_000L;

  private static final long PAUSE_MILLIS = 250;

  /**
   * When the oldest segment has waited so long for its place, writing gives way to sealing, which
   * shares the machine with it: a signed checkpoint shall cover each record within a second.
   */
  private static final long BEHIND_NANOS = 300_000_000L;

  /** Of what sealing is behind, so much is paused after each batch, up to the most. */
  private static final long GIVEN_WAY = 5;

  private static final long GIVEN_WAY_NANOS_MAX = 100_000_000L;

  private final SegmentFactory factory;
  private final AuditSegmentRepository repository;
  private final PendingLeaves pending;
  private final AuditCondition condition;
  private final TrustedTime time;
  private final Consumer<String> alarm;
  private final ReservedRoom room;

  private final Gathering<Entry> gathering = new Gathering<>();

  GroupCommit(
      SegmentFactory factory,
      AuditSegmentRepository repository,
      PendingLeaves pending,
      AuditCondition condition,
      TrustedTime time,
      Consumer<String> alarm,
      ReservedRoom room) {
    this.factory = factory;
    this.repository = repository;
    this.pending = pending;
    this.condition = condition;
    this.time = time;
    this.alarm = alarm;
    this.room = room;
  }

  /** Takes a record of a service; fails at once when records are not accepted. */
  void submit(Entry entry) {
    String refused = condition.reasonAgainst(entry.type());
    if (refused == null) {
      if (pending.leaves() < UNSEALED_MAX && gathering.offer(entry, QUEUE_MAX)) {
        return;
      }
      refused = "too many records are waiting to be written";
    }
    entry.completion().accept(AuditCondition.unavailable(refused));
  }

  /** Takes a record of the audit function itself, whatever its condition. */
  void submitOwn(RecordDraft draft) {
    submitOwn(draft, failure -> {});
  }

  void submitOwn(RecordDraft draft, Consumer<@Nullable ServiceUnavailable> completion) {
    gathering.add(new Entry(AuditEventType.AUDIT_STARTED, draft, completion));
  }

  /** Ends the thread when everything taken is written, or cannot be. */
  void stop() {
    gathering.stop();
  }

  @Override
  public void run() {
    try {
      List<Entry> batch = gathering.next(BATCH_MAX);
      while (!batch.isEmpty()) {
        write(batch);
        giveWay();
        batch = gathering.next(BATCH_MAX);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("The writer of audit records ended", e);
    } finally {
      condition.storageFailed("the writer of audit records has ended");
      failWaiting("the writer of audit records has ended");
      repository.close();
    }
  }

  private void giveWay() {
    long behind = pending.waitingNanos() - BEHIND_NANOS;
    if (behind > 0) {
      LockSupport.parkNanos(Math.min(behind / GIVEN_WAY, GIVEN_WAY_NANOS_MAX));
    }
  }

  private void write(List<Entry> batch) throws InterruptedException {
    SegmentFactory.Made made = factory.next(batch.stream().map(Entry::draft).toList());
    AuditSegment segment = made.segment();
    pending.segmentGoesOut(segment.sequence(), segment.firstAt(), made.leaves());
    Instant startedAt = time.now();
    long started = time.monotonicNanos();
    boolean told = false;
    while (true) {
      try {
        long transaction = repository.insert(segment);
        pending.segmentWritten(segment.sequence(), transaction);
        break;
      } catch (AuditStoreFailed e) {
        // Whether the row is there is unknown. The same row is tried again: its key makes it once.
        if (e.isDiskFull() && room.giveUp()) {
          submitOwn(room.failure(factory));
          continue;
        }
        if (!told && time.monotonicNanos() - started > PATIENCE_NANOS) {
          told = true;
          LOG.error("Audit records cannot be written; audited operations are refused", e);
          condition.storageFailed("records cannot be written");
          alarm.accept("records cannot be written; audited operations are refused");
          complete(batch, AuditCondition.unavailable("records cannot be written"));
          failWaiting("records cannot be written");
        }
        gathering.pause(PAUSE_MILLIS);
      }
    }
    if (told) {
      resume(startedAt, batch.size());
    } else {
      complete(batch, null);
    }
  }

  /** AA1.1e: what happened is told as soon as it can be. */
  private void resume(Instant since, int unanswered) {
    condition.storageFailed(null);
    LOG.info("Audit records can be written again");
    TreeMap<String, String> details = new TreeMap<>();
    details.put("action", "audited operations were refused until records could be written again");
    details.put("recordsWithoutAnswer", Integer.toString(unanswered));
    submitOwn(factory.own(AuditEventType.AUDIT_STORAGE_FAILED, Outcome.FAILURE, since, details));
    details.clear();
    details.put("failedAt", since.toString());
    submitOwn(
        factory.own(AuditEventType.AUDIT_STORAGE_RESUMED, Outcome.SUCCESS, time.now(), details));
  }

  private void failWaiting(String reason) {
    complete(gathering.drain(), AuditCondition.unavailable(reason));
  }

  private static void complete(List<Entry> batch, @Nullable ServiceUnavailable failure) {
    for (Entry entry : batch) {
      try {
        entry.completion().accept(failure);
      } catch (RuntimeException e) {
        LOG.error("The completion of an audit record failed", e);
      }
    }
  }
}
