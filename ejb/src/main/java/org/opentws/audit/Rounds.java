package org.opentws.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.opentws.time.TrustedTime;

/** The audit function's own threads: what is done again and again until the end. */
final class Rounds {
  private static final long JOIN_MILLIS_MAX = 5_000;

  private final ThreadFactory factory;
  private final TrustedTime time;
  private final List<Thread> threads = new ArrayList<>();
  private final StoppablePause pause;

  Rounds(ThreadFactory factory, TrustedTime time) {
    this.factory = factory;
    this.time = time;
    this.pause = new StoppablePause(time);
  }

  boolean isStopping() {
    return pause.isStopped();
  }

  /** A thread that ends by itself. */
  void run(Runnable work) {
    Thread thread = factory.newThread(work);
    threads.add(thread);
    thread.start();
  }

  /**
   * A thread that does a round, pauses, and so on until {@link #stop}.
   *
   * @param round says whether there shall be another
   */
  void every(long millis, java.util.function.BooleanSupplier round) {
    run(
        () -> {
          boolean more = true;
          while (more && !pause.isStopped()) {
            more = round.getAsBoolean();
            pause.millis(millis);
          }
        });
  }

  /** Waits; shorter if everything ends. */
  void pause(long millis) {
    pause.millis(millis);
  }

  long millisSince(long nanos) {
    return (time.monotonicNanos() - nanos) / 1_000_000;
  }

  /** Ends all rounds; those under way are finished. */
  void stop() {
    pause.stop();
  }

  void join() {
    for (Thread thread : threads) {
      try {
        thread.join(JOIN_MILLIS_MAX);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
