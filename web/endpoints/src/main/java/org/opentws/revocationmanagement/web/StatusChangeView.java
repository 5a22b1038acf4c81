package org.opentws.revocationmanagement.web;

import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Optional;
import org.opentws.revocationmanagement.store.RequestOutcome;
import org.opentws.revocationmanagement.store.RequestState;

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

  /** 200 when the change has its effect; 202 when it is durable but takes longer. */
  static Response answer(RequestOutcome outcome) {
    Response.Status status =
        outcome.state() == RequestState.DONE ? Response.Status.OK : Response.Status.ACCEPTED;
    return Response.status(status).entity(of(outcome)).build();
  }
}
