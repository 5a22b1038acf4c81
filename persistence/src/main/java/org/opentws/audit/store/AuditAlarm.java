package org.opentws.audit.store;

import java.time.Instant;
import java.util.Optional;

/**
 * An alarm.
 *
 * @param record index of the first record that told of it
 * @param occurrences how often it happened before somebody acknowledged it
 * @param acknowledgement empty while it is open
 */
public record AuditAlarm(
    long id,
    Occurrence first,
    long record,
    Instant lastAt,
    long occurrences,
    Optional<Acknowledgement> acknowledgement) {

  /**
   * What happened.
   *
   * @param kind name of the kind of alarm
   * @param object what it concerns; the same kind and object are the same alarm while it is open
   * @param detail one sentence
   */
  public record Occurrence(String kind, String object, String detail, Instant at) {}

  /** Who took note of it. */
  public record Acknowledgement(String by, Instant at, String note) {}
}
