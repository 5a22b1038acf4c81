package org.opentws.revocationmanagement.store;

import java.time.Instant;
import java.util.Optional;
import org.opentws.error.Refusal;

/**
 * How far a request has come (RM1.1): receipt, decision, effect.
 *
 * @param refusal present if REFUSED, with a sentence for the requester
 * @param effectAt when the Certificate Status Database changed, present if DONE
 */
public record RequestOutcome(
    String id,
    RequestState state,
    Optional<Refusal> refusal,
    String detail,
    Instant receivedAt,
    Optional<Instant> decidedAt,
    Optional<Instant> effectAt) {

  /** The same for somebody who is not to rely on the effect yet. */
  public RequestOutcome withoutEffect() {
    return new RequestOutcome(
        id, RequestState.RECEIVED, refusal, detail, receivedAt, decidedAt, Optional.empty());
  }
}
