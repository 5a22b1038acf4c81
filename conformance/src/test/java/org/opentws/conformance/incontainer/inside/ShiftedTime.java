package org.opentws.conformance.incontainer.inside;

import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.opentws.time.ClockReading;
import org.opentws.time.TrustedTime;

/** The system's clock, which a test may set ahead or back for a while. */
@Decorator
@Priority(Interceptor.Priority.APPLICATION)
public class ShiftedTime implements TrustedTime {
  private static final AtomicReference<Duration> SHIFT = new AtomicReference<>(Duration.ZERO);

  @Inject @Delegate TrustedTime clock;

  /** Does it at another time. */
  public static <T> T at(Duration later, Callable<T> work) throws Exception {
    SHIFT.set(later);
    try {
      return work.call();
    } finally {
      SHIFT.set(Duration.ZERO);
    }
  }

  @Override
  public Instant now() {
    return clock.now().plus(SHIFT.get());
  }

  @Override
  public long monotonicNanos() {
    return clock.monotonicNanos();
  }

  @Override
  public ClockReading reading() {
    return clock.reading();
  }
}
