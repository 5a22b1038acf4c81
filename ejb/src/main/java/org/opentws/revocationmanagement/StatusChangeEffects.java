package org.opentws.revocationmanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.revocationmanagement.store.RequestOutcome;
import org.opentws.revocationmanagement.store.RequestState;
import org.opentws.revocationmanagement.store.StatusChangeRequest;
import org.opentws.revocationmanagement.store.StatusChangeRequestRepository;
import org.opentws.time.TrustedTime;

/** Sends a request that is in the inbox on its way, and waits for its effect. */
@ApplicationScoped
public class StatusChangeEffects {
  /** How often the inbox is looked at while waiting; a decision on this node wakes at once. */
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);

  @Inject StatusMessaging messaging;
  @Inject EffectWaiting effectWaiting;
  @Inject StatusChangeRequestRepository requests;
  @Inject RevocationManagementConfiguration configuration;
  @Inject TrustedTime trustedTime;

  /**
   * Returns when the change has its effect, so that no status answer says otherwise any more; or,
   * if that takes too long, with state RECEIVED: the effect will come.
   *
   * @throws RequestRefused as it was decided
   */
  RequestOutcome await(StatusChangeRequest request) {
    long until = trustedTime.monotonicNanos() + configuration.answerWithin().toNanos();
    Semaphore waiter = effectWaiting.enter(request.id());
    try {
      RequestOutcome outcome = outcome(request);
      if (outcome.state() == RequestState.RECEIVED) {
        messaging.send(request);
        while (outcome.state() == RequestState.RECEIVED && trustedTime.monotonicNanos() < until) {
          EffectWaiting.pause(waiter, LOOK_EVERY);
          outcome = outcome(request);
        }
      }
      if (outcome.state() == RequestState.REFUSED) {
        throw new RequestRefused(outcome.refusal().orElse(Refusal.WRONG_STATE), outcome.detail());
      }
      return outcome;
    } finally {
      effectWaiting.leave(request.id());
    }
  }

  /** Whether a request with this id was received before. */
  boolean isKnown(StatusChangeRequest request) {
    return requests.find(request.id()).isPresent();
  }

  private RequestOutcome outcome(StatusChangeRequest request) {
    return requests
        .outcome(request.id())
        .orElseThrow(() -> new IllegalStateException("the inbox lost request " + request.id()));
  }
}
