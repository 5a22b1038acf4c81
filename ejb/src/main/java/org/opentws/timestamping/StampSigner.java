package org.opentws.timestamping;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.opentws.error.ServiceUnavailable;
import org.opentws.gathering.Sharing;

/**
 * The queue before the device: a few threads take what has gathered and sign it, some in one call,
 * so that a request costs no thread of its own. What does not fit into the queue is refused at
 * once.
 */
@ApplicationScoped
class StampSigner {
  /** At 5000 tokens a second the last one waits for less than a second. */
  private static final int WAITING_MAX = 4096;

  /** Signed in one call; a call must be short, for the others wait for the device. */
  private static final int CALL_MAX = 8;

  @Inject TokenSigning signing;
  @Inject TimeStampPolicies policies;

  private final Sharing<StampOrder> waiting = new Sharing<>(WAITING_MAX, CALL_MAX);

  /**
   * Takes an order; it is stamped or failed later, by a signing thread.
   *
   * @throws ServiceUnavailable DEVICE if too many are waiting
   */
  void submit(StampOrder order) {
    if (!waiting.offer(order)) {
      throw new ServiceUnavailable(
          ServiceUnavailable.Cause.DEVICE, "too many requests are waiting for the device");
    }
  }

  /** A signing thread: until {@link #stop}, and until nothing waits any more. */
  void signUntilStopped() {
    waiting.takeUntilStopped(policies.signers(), this::sign);
  }

  void stop() {
    waiting.stop();
  }

  private void sign(List<StampOrder> taken) {
    Map<TimeStampingUnit, List<StampOrder>> byUnit = new LinkedHashMap<>();
    taken.forEach(
        order -> byUnit.computeIfAbsent(order.unit(), unit -> new ArrayList<>()).add(order));
    byUnit.forEach(signing::sign);
  }
}
