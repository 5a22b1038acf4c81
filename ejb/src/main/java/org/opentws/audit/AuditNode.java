package org.opentws.audit;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.opentws.audit.format.BrokenLog;
import org.opentws.audit.format.EpochKey;
import org.opentws.audit.format.SignedNote;
import org.opentws.audit.store.AuditDatabase;
import org.opentws.audit.store.AuditRecord;
import org.opentws.audit.store.AuditTreeRepository;
import org.opentws.audit.store.SealedCheckpoint;
import org.opentws.error.ServiceUnavailable;
import org.opentws.random.Randomness;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audit function of this node from one start to the next end: one epoch of the log. Knows no
 * container, so that tests can start several against one database.
 */
public final class AuditNode {
  /** What the node works with. */
  public record Parts(
      AuditSettings settings,
      AuditDatabase database,
      TrustedTime time,
      Randomness randomness,
      CheckpointSigner signer,
      ThreadFactory threads,
      BiConsumer<AlarmKind, String> alarm) {}

  private static final Logger LOG = LoggerFactory.getLogger(AuditNode.class);
  private static final long SEALING_PERIOD_MILLIS = 100;
  private static final long SIGNING_PERIOD_MILLIS = 250;
  private static final long INDEXING_PERIOD_MILLIS = 500;

  /** Without sealing for this time nothing more is accepted. */
  private static final long SEALING_PATIENCE_NANOS = 10_000_000_000L;

  private static final long WAIT_SECONDS_MAX = 10;
  private static final long SEALED_WITHIN_MILLIS = 2_000;
  private static final long STOP_STEP_MILLIS_MAX = 5_000;

  private final Parts parts;
  private final AuditCondition condition = new AuditCondition();
  private final PendingLeaves pending;
  private final AtomicLong lastRecord = new AtomicLong();
  private final EpochKey key;
  private final AuditTreeRepository repository;
  private final Sealer sealer;
  private final CheckpointSigning signing;
  private final EpochVouching vouching;
  private final LogIndexer indexer;
  private final KnownCheckpoint known;
  private final KnownCheckpoint verified;
  private final SegmentFactory factory;
  private final ReservedRoom room;
  private final GroupCommit groupCommit;
  private final Rounds rounds;
  private final long epoch;
  private final CompletableFuture<@Nullable ServiceUnavailable> announced =
      new CompletableFuture<>();
  private volatile long lastSealedNanos;

  private AuditNode(Parts parts, EpochKey key) throws InterruptedException {
    this.parts = parts;
    this.key = key;
    AuditDatabase database = parts.database();
    TrustedTime time = parts.time();
    String node = parts.settings().node();
    pending = new PendingLeaves(time);
    repository = database.tree();
    rounds = new Rounds(parts.threads(), time);
    indexer = new LogIndexer(database.index());
    known = KnownCheckpoint.sealed(parts.settings().stateDirectory());
    verified = KnownCheckpoint.verified(parts.settings().stateDirectory());
    sealer = new Sealer(database.sealing(), new SealedTree(known.read()), time, this::brokenAlarm);
    signing =
        new CheckpointSigning(
            parts.settings().origin(),
            parts.signer(),
            repository,
            known,
            time,
            detail -> alarm(AlarmKind.AUDIT_SIGNING_FAILED, detail));
    EpochStart start = new EpochStart(repository, sealer, time, node);
    Map<String, String> previous = Map.of();
    try {
      previous = start.recover();
    } catch (BrokenLog e) {
      refuseEverything(e);
    }
    vouching = new EpochVouching(parts.settings(), parts.signer(), repository, time);
    epoch = repository.openEpoch(node, Der.of(key.commitment()), time.now());
    vouching.opened(epoch, key.commitment());
    factory =
        new SegmentFactory(
            epoch, node, key, time, new PersonalValues(parts.randomness(), database.personal()));
    room = new ReservedRoom(database.space(), condition, time, this::storageAlarm);
    groupCommit =
        new GroupCommit(
            factory, database.segments(), pending, condition, time, this::storageAlarm, room);
    if (!condition.isLogBroken()) {
      sealer.ownEpoch(epoch, pending);
      announce(start.announcement(factory, epoch, key, previous));
    }
  }

  /**
   * Starts the audit function: seals what the last epoch left, opens a new one and records the
   * start (AA1.1c). If the log in the database is not the one this node knows, it starts in a state
   * in which it refuses everything.
   *
   * @param key a new random key for this epoch
   */
  public static AuditNode start(Parts parts, EpochKey key) throws InterruptedException {
    AuditNode node = new AuditNode(parts, key);
    node.startThreads();
    try {
      if (!node.condition.isLogBroken()) {
        await(node.announced);
      }
      return node;
    } catch (ServiceUnavailable e) {
      node.stop();
      throw e;
    }
  }

  /** The first records of the epoch; durable before any service can record. */
  private void announce(List<RecordDraft> first) {
    first.subList(0, first.size() - 1).forEach(groupCommit::submitOwn);
    groupCommit.submitOwn(first.get(first.size() - 1), announced::complete);
  }

  private void startThreads() {
    rounds.run(groupCommit);
    if (!condition.isLogBroken()) {
      lastSealedNanos = parts.time().monotonicNanos();
      rounds.every(SEALING_PERIOD_MILLIS, this::seal);
      rounds.every(SIGNING_PERIOD_MILLIS, this::sign);
      if (parts.settings().indexing()) {
        rounds.every(INDEXING_PERIOD_MILLIS, this::index);
      }
    }
  }

  /** See {@link AuditLog#recordAsync}. */
  public void recordAsync(AuditEvent event, Consumer<@Nullable ServiceUnavailable> completion) {
    groupCommit.submit(new GroupCommit.Entry(event.type(), factory.draft(event), completion));
  }

  /** See {@link AuditLog#recordAndWait}. */
  public void recordAndWait(AuditEvent event) {
    CompletableFuture<@Nullable ServiceUnavailable> done = new CompletableFuture<>();
    recordAsync(event, done::complete);
    await(done);
  }

  private static void await(CompletableFuture<@Nullable ServiceUnavailable> done) {
    try {
      ServiceUnavailable failure = done.get(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
      if (failure != null) {
        throw failure;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw AuditCondition.unavailable("interrupted while a record was being written");
    } catch (java.util.concurrent.ExecutionException | TimeoutException e) {
      throw AuditCondition.unavailable("a record was not written in time");
    }
  }

  /**
   * Takes a number and makes the row of a business record. The number must be settled by {@link
   * #written} and {@link #ended}, or by {@link #notWritten}.
   */
  public AuditRecord businessRecord(AuditEvent event) {
    condition.demandOpen(event.type());
    return factory.record(lastRecord.incrementAndGet(), factory.draft(event));
  }

  /** The row stands in a transaction that is still open. */
  public void written(AuditRecord row, long transaction) {
    pending.recordWritten(row.sequence(), row.at(), SegmentFactory.leafOf(row), transaction);
  }

  /** That transaction ended. */
  public void ended(AuditRecord row, boolean committed) {
    pending.transactionEnded(row.sequence(), committed);
  }

  /** The row never came into the database, its number is void. */
  public void notWritten(AuditRecord row) {
    recordVoid(row.sequence());
  }

  private void recordVoid(long number) {
    groupCommit.submitOwn(
        factory.own(
            AuditEventType.AUDIT_TRANSACTION_VOID,
            Outcome.FAILURE,
            parts.time().now(),
            Map.of("number", Long.toString(number))));
  }

  private boolean seal() {
    try {
      resolveUncertain();
      while (sealer.round() == Sealer.Round.MORE && !rounds.isStopping()) {
        LOG.debug("More records than one sealing takes");
      }
      lastSealedNanos = parts.time().monotonicNanos();
      condition.sealingFailed(null);
    } catch (BrokenLog e) {
      refuseEverything(e);
    } catch (RuntimeException e) {
      LOG.warn("Audit records could not be sealed; tried again", e);
      if (parts.time().monotonicNanos() - lastSealedNanos > SEALING_PATIENCE_NANOS) {
        condition.sealingFailed("records cannot be sealed");
      }
    }
    return !condition.isLogBroken();
  }

  /** A transaction that did not say that it committed: the database knows (in doubt: ask later). */
  private void resolveUncertain() {
    List<Long> later = new ArrayList<>();
    Long number = pending.nextUncertain();
    while (number != null) {
      PendingLeaves.Row row = pending.record(number);
      if (row != null) {
        switch (repository.endOf(row.transaction())) {
          case COMMITTED -> pending.transactionEnded(number, true);
          case ABORTED -> {
            pending.recordSettled(number);
            recordVoid(number);
          }
          case IN_PROGRESS -> later.add(number);
        }
      }
      number = pending.nextUncertain();
    }
    later.forEach(pending::stillUncertain);
  }

  private boolean sign() {
    vouching.vouch(factory, groupCommit);
    signing.sign(sealer.latest());
    return !condition.isLogBroken();
  }

  /** Searches work without it, only slower: a failure stops nothing. */
  private boolean index() {
    try {
      while (indexer.round() && !rounds.isStopping()) {
        LOG.debug("More blocks of the audit log to index");
      }
    } catch (RuntimeException e) {
      LOG.warn("The audit log could not be indexed; tried again", e);
    }
    return true;
  }

  private void refuseEverything(BrokenLog broken) {
    condition.logBroken("the log is not the one this node knows: " + broken.getMessage());
    brokenAlarm("the audit log in the database is broken: " + broken.getMessage());
  }

  private void alarm(AlarmKind kind, String detail) {
    LOG.error("ALARM {}: {}", kind, detail);
    parts.alarm().accept(kind, detail);
  }

  private void storageAlarm(String detail) {
    alarm(AlarmKind.AUDIT_STORAGE_FAILED, detail);
  }

  private void brokenAlarm(String detail) {
    alarm(AlarmKind.AUDIT_LOG_BROKEN, detail);
  }

  public AuditStatus status() {
    String reason = condition.reason();
    SealedCheckpoint sealed = sealer.latest();
    return new AuditStatus(
        reason == null,
        reason == null ? "records are written and sealed" : reason,
        sealed == null ? 0 : sealed.size(),
        signing.signedSize());
  }

  /** Records of this node that wait for their place in the log. */
  public long waiting() {
    return pending.leaves();
  }

  /** Number of this node's present epoch. */
  public long epoch() {
    return epoch;
  }

  /** Its key, for a verification inside of this process: nobody else may have it before the end. */
  public EpochKey epochKey() {
    return key;
  }

  /** The last checkpoint that this node keeps outside of the database. */
  public Optional<SignedNote> knownCheckpoint() {
    return known.note();
  }

  /** Fills the reserved room; if only it was left before, work goes on (AA1.1e). */
  void restoreReserve(int mebibytes) {
    if (room.restore(mebibytes)) {
      groupCommit.submitOwn(room.resumption(factory));
    }
  }

  /** The last checkpoint up to which a verification on this node found the log right. */
  public Optional<SignedNote> verifiedCheckpoint() {
    return verified.note();
  }

  /** The log is right up to this checkpoint: later verifications may begin there. */
  public void verified(SignedNote checkpoint) {
    verified.write(checkpoint);
  }

  /** Returns when what was recorded before the call has its place in the log, or cannot have. */
  public void awaitSealed() {
    sealer.awaitRounds(2, SEALED_WITHIN_MILLIS);
  }

  /**
   * Stops cleanly: everything written is sealed, the epoch's key is disclosed in its last record
   * (AA1.1c), the last tree is signed.
   */
  public void stop() {
    if (rounds.isStopping()) {
      return;
    }
    recordLast(AuditEventType.SYSTEM_STOPPED, Map.of());
    condition.close();
    boolean settled = awaitNothingPending() && !pending.hasOpenRecords();
    if (settled) {
      TreeMap<String, String> details = new TreeMap<>();
      details.put("key", HexFormat.of().formatHex(key.disclose()));
      details.put("recordsHighest", Long.toString(lastRecord.get()));
      recordLast(AuditEventType.AUDIT_STOPPED, details);
      awaitNothingPending();
      signing.sign(sealer.latest());
    } else {
      LOG.warn("The audit function ends with records that are not sealed; the next start will");
    }
    rounds.stop();
    groupCommit.stop();
    rounds.join();
  }

  private void recordLast(AuditEventType type, Map<String, String> details) {
    if (condition.isLogBroken()) {
      return;
    }
    CompletableFuture<@Nullable ServiceUnavailable> done = new CompletableFuture<>();
    groupCommit.submitOwn(
        factory.own(type, Outcome.SUCCESS, parts.time().now(), details), done::complete);
    try {
      done.get(STOP_STEP_MILLIS_MAX, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (java.util.concurrent.ExecutionException | TimeoutException e) {
      LOG.warn("The record {} was not written in time", type);
    }
  }

  private boolean awaitNothingPending() {
    long started = parts.time().monotonicNanos();
    while (pending.leaves() > 0 && rounds.millisSince(started) < STOP_STEP_MILLIS_MAX) {
      rounds.pause(20);
    }
    return pending.leaves() == 0;
  }
}
