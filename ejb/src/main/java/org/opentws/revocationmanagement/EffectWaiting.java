package org.opentws.revocationmanagement;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Wakes the calls of this node that wait for a decision. Only a quicker way to look: what counts is
 * in the inbox, where another node may have decided.
 */
@ApplicationScoped
public class EffectWaiting {
  private final Map<String, Semaphore> waiting = new ConcurrentHashMap<>();

  /** Begins to listen for a request; end with {@link #leave}. */
  Semaphore enter(String id) {
    return waiting.computeIfAbsent(id, key -> new Semaphore(0));
  }

  void leave(String id) {
    waiting.remove(id);
  }

  void wake(String id) {
    Semaphore waiter = waiting.get(id);
    if (waiter != null) {
      waiter.release();
    }
  }

  /** Returns at a wake, or when the time is over. */
  static void pause(Semaphore waiter, Duration atMost) {
    try {
      if (waiter.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
        waiter.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
