package org.opentws.certificategeneration;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.ConfigProvider;
import org.opentws.certificategeneration.profile.GenerationSettings;
import org.opentws.error.ServiceUnavailable;

/**
 * Bounds how many certificates are in the making at once on this node. Each needs a second database
 * connection while it holds a first: without a bound, enough of them would wait for each other for
 * ever.
 */
@ApplicationScoped
public class IssuancePlaces {
  private static final long WAIT_SECONDS_MAX = 10;

  private final Semaphore places;

  public IssuancePlaces() {
    this(GenerationSettings.from(ConfigProvider.getConfig()).parallelMax());
  }

  IssuancePlaces(int count) {
    places = new Semaphore(count, true);
  }

  /**
   * Does the work in one of the places.
   *
   * @throws ServiceUnavailable DEVICE if none becomes free in time
   */
  <T> T in(Supplier<T> work) {
    if (!taken()) {
      throw new ServiceUnavailable(
          ServiceUnavailable.Cause.DEVICE, "too many certificates are being generated");
    }
    try {
      return work.get();
    } finally {
      places.release();
    }
  }

  private boolean taken() {
    try {
      return places.tryAcquire(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
