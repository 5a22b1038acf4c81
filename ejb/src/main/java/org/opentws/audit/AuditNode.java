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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.opentws.audit.format.BrokenLog;
import org.opentws.audit.format.EpochKey;
import org.opentws.audit.format.RecordContent;
import org.opentws.audit.format.SignedNote;
import org.opentws.audit.store.AuditDatabase;
import org.opentws.audit.store.AuditRecord;
import org.opentws.audit.store.AuditSegmentRepository;
import org.opentws.audit.store.AuditTreeRepository;
import org.opentws.audit.store.AuditWriter;
import org.opentws.audit.store.SealedCheckpoint;
import org.opentws.error.ServiceUnavailable;
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
      CheckpointSigner signer,
      ThreadFactory threads,
      Consumer<String> alarm) {}

  private static final Logger LOG = LoggerFactory.getLogger(AuditNode.class);
  private static final long SEALING_PERIOD_MILLIS = 100;
  private static final long SIGNING_PERIOD_MILLIS = 250;

  /** Without sealing for this time nothing more is accepted. */
  private static final long SEALING_PATIENCE_NANOS = 10_000_000_000L;

  private static final long WAIT_SECONDS_MAX = 10;
  private static final long SEALED_WITHIN_MILLIS = 2_000;
  private static final long STOP_STEP_MILLIS_MAX = 5_000;

  private final Parts parts;
  private final AuditCondition condition = new AuditCondition();
  private final PendingLeaves pending = new PendingLeaves();
  private final AtomicLong lastRecord = new AtomicLong();
  private final EpochKey key;
  private final AuditTreeRepository repository;
  private final Sealer sealer;
  private final CheckpointSigning signing;
  private final EpochVouching vouching;
  private final KnownCheckpoint known;
  private final SegmentFactory factory;
  private final GroupCommit groupCommit;
  private final long epoch;
  private final List<Thread> threads = new ArrayList<>();
  private final StoppablePause pause;
  private final CompletableFuture<@Nullable ServiceUnavailable> announced =
      new CompletableFuture<>();

  private AuditNode(Parts parts, EpochKey key) throws InterruptedException {
    this.parts = parts;
    this.key = key;
    pause = new StoppablePause(parts.time());
    repository = parts.database().tree();
    known = new KnownCheckpoint(parts.settings().stateDirectory());
    sealer =
        new Sealer(
            parts.database().sealing(), new SealedTree(known.read()), parts.time(), this::alarm);
    signing =
        new CheckpointSigning(
            parts.settings().origin(),
            parts.signer(),
            repository,
            known,
            parts.time(),
            this::alarm);
    vouching = new EpochVouching(parts.settings(), parts.signer(), repository, parts.time());
    Map<String, String> previous = recover();
    String node = parts.settings().node();
    epoch = repository.openEpoch(node, Der.of(key.commitment()), parts.time().now());
    vouching.opened(epoch, key.commitment());
    factory = new SegmentFactory(epoch, node, key, parts.time());
    AuditSegmentRepository segments = parts.database().segments();
    groupCommit = new GroupCommit(factory, segments, pending, condition, parts.time());
    if (!condition.isLogBroken()) {
      sealer.ownEpoch(epoch, pending);
      announce(previous);
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

  /** Recovery runs the ordinary sealing until nothing is left over from before. */
  private Map<String, String> recover() throws InterruptedException {
    try {
      awaitOldTransactions();
      while (sealer.round()) {
        LOG.debug("Sealed records left by an earlier epoch");
      }
      return sealer.read(
          sealing -> {
            List<AuditWriter> own = OtherEpochs.ofNode(sealing, parts.settings().node());
            return own.isEmpty()
                ? Map.of("previousEnd", "none")
                : OtherEpochs.ending(sealing, own.get(own.size() - 1).epoch());
          });
    } catch (BrokenLog e) {
      refuseEverything(e);
      return Map.of();
    }
  }

  /**
   * A transaction of the node's last life may still be committing; its record belongs to that life.
   */
  private void awaitOldTransactions() throws InterruptedException {
    long now = repository.currentTransaction();
    long started = parts.time().monotonicNanos();
    while (repository.horizon() <= now && millisSince(started) < STOP_STEP_MILLIS_MAX) {
      Thread.sleep(20);
    }
  }

  /** Both records are the first of the epoch; durable before any service can record. */
  private void announce(Map<String, String> previous) {
    TreeMap<String, String> details = new TreeMap<>(previous);
    details.put("epoch", Long.toString(epoch));
    details.put("keyCommitment", HexFormat.of().formatHex(key.commitment()));
    details.put("clockState", parts.time().reading().state().name());
    groupCommit.submitOwn(
        factory.own(AuditEventType.AUDIT_STARTED, Outcome.SUCCESS, parts.time().now(), details));
    RecordContent started =
        factory.own(
            AuditEventType.SYSTEM_STARTED,
            Outcome.SUCCESS,
            parts.time().now(),
            Map.of("java", Runtime.version().toString()));
    groupCommit.submitOwn(new GroupCommit.Entry(started, announced::complete));
  }

  private void startThreads() {
    threads.add(parts.threads().newThread(groupCommit));
    if (!condition.isLogBroken()) {
      threads.add(parts.threads().newThread(this::sealUntilStopped));
      threads.add(parts.threads().newThread(this::signUntilStopped));
    }
    threads.forEach(Thread::start);
  }

  /** See {@link AuditLog#recordAsync}. */
  public void recordAsync(AuditEvent event, Consumer<@Nullable ServiceUnavailable> completion) {
    groupCommit.submit(new GroupCommit.Entry(factory.content(event), completion));
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
    condition.demandOpen();
    return factory.record(lastRecord.incrementAndGet(), factory.content(event));
  }

  /** The row stands in a transaction that is still open. */
  public void written(AuditRecord row, long transaction) {
    pending.recordWritten(row.sequence(), SegmentFactory.leafOf(row), transaction);
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

  private void sealUntilStopped() {
    long lastGood = parts.time().monotonicNanos();
    while (!pause.isStopped() && !condition.isLogBroken()) {
      try {
        resolveUncertain();
        sealer.round();
        lastGood = parts.time().monotonicNanos();
        condition.sealingFailed(null);
      } catch (BrokenLog e) {
        refuseEverything(e);
      } catch (RuntimeException e) {
        LOG.warn("Audit records could not be sealed; tried again", e);
        if (parts.time().monotonicNanos() - lastGood > SEALING_PATIENCE_NANOS) {
          condition.sealingFailed("records cannot be sealed");
        }
      }
      pause.millis(SEALING_PERIOD_MILLIS);
    }
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

  private void signUntilStopped() {
    while (!pause.isStopped() && !condition.isLogBroken()) {
      vouching.vouch(factory, groupCommit);
      signing.sign(sealer.latest());
      pause.millis(SIGNING_PERIOD_MILLIS);
    }
  }

  private void refuseEverything(BrokenLog broken) {
    condition.logBroken("the log is not the one this node knows: " + broken.getMessage());
    alarm("the audit log in the database is broken: " + broken.getMessage());
  }

  private void alarm(String detail) {
    LOG.error("ALARM audit: {}", detail);
    parts.alarm().accept(detail);
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

  /** Returns when what was recorded before the call has its place in the log, or cannot have. */
  public void awaitSealed() {
    sealer.awaitRounds(2, SEALED_WITHIN_MILLIS);
  }

  /**
   * Stops cleanly: everything written is sealed, the epoch's key is disclosed in its last record
   * (AA1.1c), the last tree is signed.
   */
  public void stop() {
    if (pause.isStopped()) {
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
    pause.stop();
    groupCommit.stop();
    joinThreads();
  }

  private void recordLast(AuditEventType type, Map<String, String> details) {
    if (condition.isLogBroken()) {
      return;
    }
    CompletableFuture<@Nullable ServiceUnavailable> done = new CompletableFuture<>();
    groupCommit.submitOwn(
        new GroupCommit.Entry(
            factory.own(type, Outcome.SUCCESS, parts.time().now(), details), done::complete));
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
    while (pending.leaves() > 0 && millisSince(started) < STOP_STEP_MILLIS_MAX) {
      pause.millis(20);
    }
    return pending.leaves() == 0;
  }

  private void joinThreads() {
    for (Thread thread : threads) {
      try {
        thread.join(STOP_STEP_MILLIS_MAX);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private long millisSince(long nanos) {
    return (parts.time().monotonicNanos() - nanos) / 1_000_000;
  }
}
