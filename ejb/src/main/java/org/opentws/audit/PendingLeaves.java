package org.opentws.audit;

import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.opentws.audit.format.MerkleHash;
import org.opentws.time.TrustedTime;

/**
 * Leaf hashes of what this node wrote and the log has not yet sealed. The sealer takes hashes from
 * here and not from the database, so that a row altered or deleted between its commit and its
 * sealing is sealed as it was written, and found by the next verification.
 */
final class PendingLeaves {
  /** How far a row has come. */
  enum State {
    /** In a transaction that has not ended, or a segment on its way. */
    OPEN,
    COMMITTED,
    /** Its transaction ended without saying that it committed. */
    UNCERTAIN
  }

  /** One row. */
  static final class Row {
    private final byte[] leaves;
    private final Instant at;
    private final long knownSinceNanos;
    private volatile State state = State.OPEN;
    private volatile long transaction;

    Row(byte[] leaves, Instant at, long knownSinceNanos, long transaction) {
      this.leaves = leaves;
      this.at = at;
      this.knownSinceNanos = knownSinceNanos;
      this.transaction = transaction;
    }

    /** Time of its first record. */
    Instant at() {
      return at;
    }

    byte[] leaves() {
      return leaves;
    }

    int count() {
      return leaves.length / MerkleHash.LENGTH;
    }

    State state() {
      return state;
    }

    long transaction() {
      return transaction;
    }
  }

  private final NavigableMap<Long, Row> segments = new ConcurrentSkipListMap<>();
  private final NavigableMap<Long, Row> records = new ConcurrentSkipListMap<>();
  private final Queue<Long> uncertain = new ConcurrentLinkedQueue<>();
  private final AtomicInteger leaves = new AtomicInteger();
  private final TrustedTime time;

  PendingLeaves(TrustedTime time) {
    this.time = time;
  }

  /** Before the segment is written: whatever appears in the database is already known here. */
  void segmentGoesOut(long sequence, Instant at, byte[] hashes) {
    segments.put(sequence, new Row(hashes, at, time.monotonicNanos(), 0));
    leaves.addAndGet(hashes.length / MerkleHash.LENGTH);
  }

  void segmentWritten(long sequence, long transaction) {
    Row row = segments.get(sequence);
    if (row != null) {
      row.transaction = transaction;
      row.state = State.COMMITTED;
    }
  }

  void recordWritten(long sequence, Instant at, byte[] hash, long transaction) {
    records.put(sequence, new Row(hash, at, time.monotonicNanos(), transaction));
    leaves.incrementAndGet();
  }

  /** The record's transaction ended. It may be sealed already and gone from here. */
  void transactionEnded(long sequence, boolean committed) {
    Row row = records.get(sequence);
    if (row == null) {
      return;
    }
    if (committed) {
      row.state = State.COMMITTED;
    } else {
      row.state = State.UNCERTAIN;
      uncertain.add(sequence);
    }
  }

  /** Numbers whose transaction's end must be asked for; each is handed out once. */
  @Nullable Long nextUncertain() {
    return uncertain.poll();
  }

  void stillUncertain(long sequence) {
    uncertain.add(sequence);
  }

  @Nullable Row segment(long sequence) {
    return segments.get(sequence);
  }

  @Nullable Row record(long sequence) {
    return records.get(sequence);
  }

  Map<Long, Row> segments() {
    return new ConcurrentHashMap<>(segments);
  }

  Map<Long, Row> records() {
    return new ConcurrentHashMap<>(records);
  }

  void segmentSealed(long sequence) {
    forget(segments, sequence);
  }

  /** Sealed, or known to have been rolled back. */
  void recordSettled(long sequence) {
    forget(records, sequence);
  }

  private void forget(NavigableMap<Long, Row> rows, long sequence) {
    Row row = rows.remove(sequence);
    if (row != null) {
      leaves.addAndGet(-row.count());
    }
  }

  /** Lowest number that waits; empty map: none. */
  long lowestSegment() {
    Map.Entry<Long, Row> first = segments.firstEntry();
    return first == null ? Long.MAX_VALUE : first.getKey();
  }

  long lowestRecord() {
    Map.Entry<Long, Row> first = records.firstEntry();
    return first == null ? Long.MAX_VALUE : first.getKey();
  }

  /** For how long the oldest segment has waited for its place; 0: none does. */
  long waitingNanos() {
    Map.Entry<Long, Row> first = segments.firstEntry();
    return first == null ? 0 : time.monotonicNanos() - first.getValue().knownSinceNanos;
  }

  boolean hasOpenRecords() {
    return !records.isEmpty();
  }

  int leaves() {
    return leaves.get();
  }
}
