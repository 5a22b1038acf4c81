package org.opentws.revocationmanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Semaphore;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.revocationmanagement.store.RequestOutcome;
import org.opentws.revocationmanagement.store.RequestState;
import org.opentws.revocationmanagement.store.StatusChangeRequest;
import org.opentws.revocationmanagement.store.StatusChangeRequestRepository;
import org.opentws.revocationstatus.CertificateStatusDatabase;
import org.opentws.revocationstatus.StatusNotTrusted;
import org.opentws.time.TrustedTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a request that is in the inbox on its way, and waits for its effect. */
@ApplicationScoped
public class StatusChangeEffects {
  /** How often the inbox is looked at while waiting; a decision on this node wakes at once. */
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);

  private static final Logger LOG = LoggerFactory.getLogger(StatusChangeEffects.class);

  @Inject StatusMessaging messaging;
  @Inject EffectWaiting effectWaiting;
  @Inject StatusChangeRequestRepository requests;
  @Inject CertificateStatusDatabase statusDatabase;
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

  /** Whoever is told of the effect can rely on it: this node has read it, and remembers. */
  private RequestOutcome outcome(StatusChangeRequest request) {
    RequestOutcome outcome =
        requests
            .outcome(request.id())
            .orElseThrow(() -> new IllegalStateException("the inbox lost request " + request.id()));
    boolean effective = outcome.state() == RequestState.DONE;
    return effective && !isRead(request, outcome.effectAt().orElseThrow())
        ? outcome.withoutEffect()
        : outcome;
  }

  /** RS1.3: also when somebody has set the database back since. */
  private boolean isRead(StatusChangeRequest request, Instant effectAt) {
    try {
      return statusDatabase.isRead(
          request.issuer(), request.serial(), effectAt.truncatedTo(ChronoUnit.SECONDS));
    } catch (StatusNotTrusted e) {
      LOG.error("Request {} is not acknowledged: {}", request.id(), e.getMessage());
      return false;
    } catch (ServiceUnavailable e) {
      LOG.warn("Request {} is not acknowledged yet: {}", request.id(), e.getMessage());
      return false;
    }
  }
}
