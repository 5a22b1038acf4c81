package org.opentws.audit;

import org.opentws.time.TrustedTime;

/** Lets threads wait between two rounds, until they are asked to end. */
final class StoppablePause {
  private final TrustedTime time;
  private volatile boolean stopped;

  StoppablePause(TrustedTime time) {
    this.time = time;
  }

  boolean isStopped() {
    return stopped;
  }

  /** Ends every pause, now and later. */
  void stop() {
    stopped = true;
    synchronized (this) {
      notifyAll();
    }
  }

  /** Returns after that time, or when stopped; an interrupted thread asks for the end. */
  void millis(long millis) {
    long started = time.monotonicNanos();
    synchronized (this) {
      long left = millis;
      while (left > 0 && !stopped) {
        try {
          wait(left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          stopped = true;
        }
        left = millis - (time.monotonicNanos() - started) / 1_000_000;
      }
    }
  }
}
