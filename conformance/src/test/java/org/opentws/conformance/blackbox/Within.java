package org.opentws.conformance.blackbox;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting for what must come: asks again and again, and fails at the deadline. */
final class Within {
  private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();

  private final Duration limit;

  private Within(Duration limit) {
    this.limit = limit;
  }

  static Within seconds(int seconds) {
    return new Within(Duration.ofSeconds(seconds));
  }

  /** Returns as soon as the condition holds. */
  void until(String awaited, BooleanSupplier condition) {
    get(awaited, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
  }

  /** Returns the first value that there is. */
  <T> T get(String awaited, Supplier<Optional<T>> attempt) {
    long begin = System.nanoTime();
    Optional<T> found = attempt.get();
    while (found.isEmpty()) {
      if (System.nanoTime() - begin > limit.toNanos()) {
        throw new AssertionError(awaited + ": not within " + limit.toSeconds() + " s");
      }
      LockSupport.parkNanos(PAUSE_NANOS);
      found = attempt.get();
    }
    return found.get();
  }
}
