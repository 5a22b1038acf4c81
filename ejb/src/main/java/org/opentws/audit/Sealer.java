package org.opentws.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.opentws.audit.format.BrokenLog;
import org.opentws.audit.format.TreeEdge;
import org.opentws.audit.store.AuditSealRepository;
import org.opentws.audit.store.AuditSealRepository.Sealing;
import org.opentws.audit.store.AuditTile;
import org.opentws.audit.store.Intake;
import org.opentws.audit.store.IntakeItem;
import org.opentws.audit.store.LeafKind;
import org.opentws.audit.store.SealedCheckpoint;
import org.opentws.audit.store.SealedItem;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;

/**
 * Gives committed rows their order and appends them to the tree. Used by one thread. Nothing is
 * skipped for ever: {@code low} only moves to a transaction id below which everything had ended and
 * was visible to the very snapshot that was sealed; whatever is above is looked at again. A long or
 * hanging transaction delays nobody.
 */
final class Sealer {
  /** Leaves in one sealing; the rest waits for the next. */
  private static final int LEAVES_MAX = 100_000;

  private final AuditSealRepository repository;
  private final SealedTree tree;
  private final TrustedTime time;
  private final Consumer<String> alarm;
  private final OtherEpochs others = new OtherEpochs();
  private final Set<IntakeItem> refused = new HashSet<>();

  /** Of the present epoch; none while the node is starting. */
  private @Nullable PendingLeaves pending;

  private long epoch;
  private volatile @Nullable SealedCheckpoint latest;
  private final AtomicLong rounds = new AtomicLong();

  Sealer(
      AuditSealRepository repository, SealedTree tree, TrustedTime time, Consumer<String> alarm) {
    this.repository = repository;
    this.tree = tree;
    this.time = time;
    this.alarm = alarm;
  }

  /** From now on rows of this epoch are expected as they stand in memory. */
  void ownEpoch(long number, PendingLeaves leaves) {
    epoch = number;
    pending = leaves;
  }

  /** The tree after the last sealing that this node saw; null before the first. */
  @Nullable SealedCheckpoint latest() {
    return latest;
  }

  /** Waits for so many more rounds to end well, but no longer than this time. */
  void awaitRounds(int more, long millisMax) {
    long enough = rounds.get() + more;
    long end = time.monotonicNanos() + millisMax * 1_000_000;
    try {
      while (rounds.get() < enough && time.monotonicNanos() < end) {
        Thread.sleep(10);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How a sealing ended. */
  enum Round {
    /** What was committed before it has its place in the log. */
    COMPLETE,
    /** There was more than one sealing takes. */
    MORE,
    /** Another node was at it. */
    BUSY
  }

  /**
   * One sealing.
   *
   * @throws BrokenLog the log in the database is not the one this node knows
   */
  Round round() {
    // Before the snapshot: what is committed now must be visible in it.
    SortedMap<IntakeItem, byte[]> committed = committedHere();
    try (Sealing sealing = repository.begin().orElse(null)) {
      Round round = sealing == null ? Round.BUSY : round(sealing, committed);
      if (round != Round.BUSY) {
        rounds.incrementAndGet();
      }
      return round;
    } catch (RuntimeException e) {
      // A crash or failure here leaves nothing behind, or the whole sealing: the edge tells.
      tree.uncertain();
      others.forget();
      throw e;
    }
  }

  private Round round(Sealing sealing, SortedMap<IntakeItem, byte[]> committed) {
    Optional<SealedCheckpoint> last = sealing.last();
    long known = tree.knownSize();
    if (tree.follow(sealing, last)) {
      others.forget();
      checkSealedByOthers(sealing, known);
      dropSealedByOthers(sealing, committed);
    }
    last.ifPresent(checkpoint -> latest = checkpoint);
    long low = last.map(SealedCheckpoint::low).orElse(0L);
    Intake intake = sealing.unsealed(low);
    ToSeal found = toSeal(sealing, intake, committed);
    if (!found.items().isEmpty()) {
      seal(sealing, found.items(), found.everything() ? intake.horizon() : low);
    }
    return found.everything() ? Round.COMPLETE : Round.MORE;
  }

  private SortedMap<IntakeItem, byte[]> committedHere() {
    SortedMap<IntakeItem, byte[]> items = new TreeMap<>();
    PendingLeaves own = pending;
    if (own != null) {
      own.segments().forEach((seq, row) -> addCommitted(items, LeafKind.SEGMENT, seq, row));
      own.records().forEach((seq, row) -> addCommitted(items, LeafKind.RECORD, seq, row));
    }
    return items;
  }

  private void addCommitted(
      Map<IntakeItem, byte[]> items, LeafKind kind, long sequence, PendingLeaves.Row row) {
    if (row.state() == PendingLeaves.State.COMMITTED) {
      items.put(
          new IntakeItem(kind, epoch, sequence, row.count(), row.at(), row.transaction()),
          row.leaves());
    }
  }

  /**
   * What somebody sealed in this epoch's name must be what this node wrote: it alone can tell, and
   * the verification finds it by the epoch's key.
   */
  private void checkSealedByOthers(Sealing sealing, long from) {
    PendingLeaves own = pending;
    if (own == null) {
      return;
    }
    for (SealedItem sealed : sealing.sealedOf(epoch, from)) {
      IntakeItem item = sealed.item();
      PendingLeaves.Row row =
          item.kind() == LeafKind.SEGMENT
              ? own.segment(item.sequence())
              : own.record(item.sequence());
      if (row == null || !sealed.leaves().equals(Der.of(row.leaves()))) {
        alarm.accept(
            "audit row "
                + name(item)
                + " was sealed at "
                + sealed.first()
                + ", but not as written");
      }
    }
  }

  /** Another node may have sealed rows of ours since; they must not be sealed twice. */
  private void dropSealedByOthers(Sealing sealing, Map<IntakeItem, byte[]> committed) {
    PendingLeaves own = pending;
    if (own == null) {
      return;
    }
    Set<Long> segments =
        new HashSet<>(sealing.sealedFrom(LeafKind.SEGMENT, epoch, own.lowestSegment()));
    Set<Long> records =
        new HashSet<>(sealing.sealedFrom(LeafKind.RECORD, epoch, own.lowestRecord()));
    segments.forEach(own::segmentSealed);
    records.forEach(own::recordSettled);
    committed
        .keySet()
        .removeIf(
            item ->
                (item.kind() == LeafKind.SEGMENT ? segments : records).contains(item.sequence()));
  }

  /**
   * What to seal now, in order, with its leaf hashes.
   *
   * @param everything false if more is left for the next sealing
   */
  private record ToSeal(SortedMap<IntakeItem, byte[]> items, boolean everything) {}

  private ToSeal toSeal(Sealing sealing, Intake intake, SortedMap<IntakeItem, byte[]> committed) {
    SortedMap<IntakeItem, byte[]> items = new TreeMap<>();
    Map<String, IntakeItem> missing = new HashMap<>();
    committed.keySet().forEach(item -> missing.put(name(item), item));
    long leaves = 0;
    boolean everything = true;
    for (IntakeItem seen : intake.unsealed()) {
      if (leaves >= LEAVES_MAX) {
        everything = false;
        missing.remove(name(seen));
      } else if (seen.epoch() == epoch ? own(seen, missing, items) : other(sealing, seen, items)) {
        leaves += seen.count();
      }
    }
    // Committed by this node and not to be seen: deleted since. What was written is sealed, so
    // that the verification names the missing record.
    missing.values().forEach(item -> vanished(item, committed, items));
    return new ToSeal(items, everything);
  }

  private static String name(IntakeItem item) {
    return item.kind() + " " + item.epoch() + "/" + item.sequence();
  }

  private boolean own(
      IntakeItem seen, Map<String, IntakeItem> missing, Map<IntakeItem, byte[]> items) {
    PendingLeaves own = pending;
    PendingLeaves.Row row = null;
    if (own != null) {
      row =
          switch (seen.kind()) {
            case SEGMENT -> own.segment(seen.sequence());
            case RECORD -> own.record(seen.sequence());
          };
    }
    if (row == null) {
      refuse(seen, "this node did not write it");
      return false;
    }
    missing.remove(name(seen));
    items.put(
        new IntakeItem(
            seen.kind(), epoch, seen.sequence(), row.count(), row.at(), seen.transaction()),
        row.leaves());
    return true;
  }

  private boolean other(Sealing sealing, IntakeItem seen, Map<IntakeItem, byte[]> items) {
    try {
      items.put(seen, others.leaves(sealing, seen));
      return true;
    } catch (BrokenLog e) {
      refuse(seen, String.valueOf(e.getMessage()));
      return false;
    }
  }

  private void vanished(
      IntakeItem item, Map<IntakeItem, byte[]> committed, Map<IntakeItem, byte[]> items) {
    byte[] leaves = committed.get(item);
    if (leaves != null) {
      items.put(item, leaves);
      alarm.accept("audit row " + name(item) + " vanished before it was sealed");
    }
  }

  private void refuse(IntakeItem item, String reason) {
    if (refused.add(item)) {
      alarm.accept("audit row " + name(item) + " is not sealed: " + reason);
    }
  }

  private void seal(Sealing sealing, SortedMap<IntakeItem, byte[]> items, long low) {
    TreeEdge edge = tree.next();
    List<SealedItem> sealed = new ArrayList<>();
    List<AuditTile> tiles = new ArrayList<>();
    for (Map.Entry<IntakeItem, byte[]> entry : items.entrySet()) {
      byte[] leaves = entry.getValue();
      sealed.add(new SealedItem(edge.size(), entry.getKey(), Der.of(leaves)));
      edge.appendAll(
          leaves, (level, index, hashes) -> tiles.add(new AuditTile(level, index, Der.of(hashes))));
    }
    SealedCheckpoint checkpoint =
        new SealedCheckpoint(edge.size(), Der.of(edge.root()), low, time.now());
    sealing.commit(sealed, tiles, checkpoint);
    tree.advanced(edge);
    latest = checkpoint;
    sealed.forEach(item -> settle(item.item()));
  }

  private void settle(IntakeItem item) {
    PendingLeaves own = pending;
    if (own != null && item.epoch() == epoch) {
      switch (item.kind()) {
        case SEGMENT -> own.segmentSealed(item.sequence());
        case RECORD -> own.recordSettled(item.sequence());
      }
    }
  }

  /** Reads from the log under the sealer's lock; waits for another node to finish. */
  <T> T read(java.util.function.Function<Sealing, T> reading) throws InterruptedException {
    while (true) {
      try (Sealing sealing = repository.begin().orElse(null)) {
        if (sealing != null) {
          return reading.apply(sealing);
        }
      }
      Thread.sleep(20);
    }
  }
}
