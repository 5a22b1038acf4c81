package org.opentws.benchmarks.audit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.opentws.audit.AuditNode;
import org.opentws.audit.AuditStatus;
import org.opentws.benchmarks.frame.Durations;
import org.opentws.benchmarks.frame.Orders;

/**
 * How long after it was durable a record of this node stood in a signed checkpoint. Looks every few
 * milliseconds: of so many durable records so many still wait for their place, so that those before
 * have it, in a tree of the size known then; when a tree as large is signed, they are in it.
 */
final class SealingLag {
  private static final long PERIOD_MILLIS = 10;
  private static final long LATE_NANOS = 1_000_000_000L;

  private record Durable(long records, long nanos) {}

  private record Placed(long durableNanos, long size) {}

  private final AuditNode node;
  private final LongAdder durable = new LongAdder();
  private final Deque<Durable> history = new ArrayDeque<>();
  private final Deque<Placed> placed = new ArrayDeque<>();
  private Durations lags = new Durations();
  private long worst;
  private long late;
  private long signedUpTo;
  private long begun = System.nanoTime();

  SealingLag(AuditNode node) {
    this.node = node;
    Thread watch = new Thread(this::watch, "sealing-lag");
    watch.setDaemon(true);
    watch.start();
  }

  /** One more. */
  void durable() {
    durable.increment();
  }

  private void watch() {
    try {
      while (true) {
        look();
        Thread.sleep(PERIOD_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void look() {
    // In this order: what is durable meanwhile counts as waiting.
    long now = System.nanoTime();
    long records = durable.sum();
    long inPlace = records - node.waiting();
    AuditStatus status = node.status();
    history.add(new Durable(records, now));
    Durable newest = null;
    while (!history.isEmpty() && history.peek().records() <= inPlace) {
      newest = history.poll();
    }
    if (newest != null) {
      placed.add(new Placed(newest.nanos(), status.sealedSize()));
    }
    while (!placed.isEmpty() && placed.peek().size() <= status.signedSize()) {
      signedUpTo = placed.poll().durableNanos();
    }
    if (signedUpTo != 0 && !(history.isEmpty() && placed.isEmpty())) {
      note(now - signedUpTo);
    }
  }

  private void note(long nanos) {
    lags.add(nanos);
    worst = Math.max(worst, nanos);
    late += nanos > LATE_NANOS ? 1 : 0;
  }

  /** Since the last call: an answer of {@link Orders} and the worst, in nanoseconds. */
  synchronized List<String> answer() {
    long now = System.nanoTime();
    List<String> said = new ArrayList<>(Orders.answer(lags, (now - begun) / 1000, late));
    said.add(Long.toString(worst));
    lags = new Durations();
    worst = 0;
    late = 0;
    begun = now;
    return said;
  }
}
