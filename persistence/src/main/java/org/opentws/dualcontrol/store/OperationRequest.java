package org.opentws.dualcontrol.store;

import java.time.Instant;

/**
 * What is asked, by whom; it never changes.
 *
 * @param parameters canonical JSON
 * @param description in words, as the persons read it
 * @param hash over everything here but itself (docs/dual-control.md)
 */
public record OperationRequest(
    String id,
    String type,
    String parameters,
    String description,
    Person requester,
    Instant requestedAt,
    Instant expiresAt,
    String hash) {
  /** An account and the natural person behind it. */
  public record Person(String account, String person) {}
}
