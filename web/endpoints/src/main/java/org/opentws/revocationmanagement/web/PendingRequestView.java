package org.opentws.revocationmanagement.web;

import java.time.Instant;
import java.util.Locale;
import org.opentws.revocationmanagement.store.PendingRequest;

/** A request that waits for an officer. */
public record PendingRequestView(
    String id, String issuer, String serial, String action, String requester, Instant receivedAt) {
  static PendingRequestView of(PendingRequest pending) {
    return new PendingRequestView(
        pending.request().id(),
        pending.request().issuer(),
        pending.request().serial().hex(),
        pending.request().action().name().toLowerCase(Locale.ROOT),
        pending.request().requester(),
        pending.receivedAt());
  }
}
