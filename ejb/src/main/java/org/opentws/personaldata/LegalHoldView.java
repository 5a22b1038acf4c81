package org.opentws.personaldata;

import java.time.Instant;
import java.util.Optional;
import org.opentws.personaldata.store.LegalHold;

/**
 * An order to keep everything about the person of an application.
 *
 * @param liftedBy both persons
 */
public record LegalHoldView(
    String id,
    String application,
    String reason,
    Instant placedAt,
    String placedBy,
    Optional<Instant> liftedAt,
    Optional<String> liftedBy) {
  static LegalHoldView of(LegalHold hold) {
    return new LegalHoldView(
        hold.id(),
        hold.application(),
        hold.reason(),
        hold.placedAt(),
        hold.placedBy(),
        hold.liftedAt(),
        hold.liftedBy());
  }
}
