package org.opentws.revocationmanagement.web;

import java.time.Instant;
import java.util.Optional;
import org.opentws.revocationmanagement.store.RequestOutcome;

/**
 * How far a status change request has come (RM1.1).
 *
 * @param state DONE: it has its effect; RECEIVED: it is durable and will have it
 */
public record StatusChangeView(
    String id,
    String state,
    Instant receivedAt,
    Optional<Instant> decidedAt,
    Optional<Instant> effectAt) {
  static StatusChangeView of(RequestOutcome outcome) {
    return new StatusChangeView(
        outcome.id(),
        outcome.state().name(),
        outcome.receivedAt(),
        outcome.decidedAt(),
        outcome.effectAt());
  }
}
