package org.opentws.audit.review;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.opentws.audit.ActorKind;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.Outcome;
import org.opentws.audit.format.AuditField;
import org.opentws.audit.format.RecordContent;
import org.opentws.audit.store.AuditBlock;

/**
 * A record as people read it (AA3.1, AA4.2). Its texts may hold anything that came from outside:
 * escape them where they are shown.
 *
 * @param index position in the log, from 0
 * @param clockState what the trusted clock said of itself (AA8.1)
 * @param type stable name of the event type; UNREADABLE if the row was altered so that it cannot be
 *     read any more
 * @param title the event in words
 * @param actorKind ACCOUNT, COMPONENT or ANONYMOUS
 * @param details personal values included, as far as they are not erased
 * @param erased names of details whose values are gone
 */
public record AuditLine(
    long index,
    Instant at,
    String clockState,
    String type,
    String title,
    String outcome,
    String node,
    String actor,
    String actorKind,
    String object,
    SortedMap<String, String> details,
    List<String> erased) {
  public AuditLine {
    details = Collections.unmodifiableSortedMap(new TreeMap<>(details));
    erased = List.copyOf(erased);
  }

  /**
   * For people.
   *
   * @param personal values beside the record, by the name of their detail
   */
  static AuditLine of(long index, RecordContent content, Map<String, String> personal) {
    SortedMap<String, String> details = new TreeMap<>(content.details());
    details.keySet().removeIf(AuditField::isPersonal);
    details.putAll(personal);
    return new AuditLine(
        index,
        content.at(),
        clockState(content.clockState()),
        AuditEventType.ofCode(content.type())
            .map(AuditEventType::name)
            .orElse("EVENT_" + content.type()),
        AuditEventType.titleOf(content.type()),
        outcome(content.outcome()),
        content.node(),
        content.actor(),
        ActorKind.of(content.actor()).name(),
        content.object(),
        details,
        content.details().keySet().stream()
            .filter(AuditField::isPersonal)
            .filter(name -> !personal.containsKey(name))
            .toList());
  }

  static AuditCount count(AuditBlock.Slot slot, long records) {
    return new AuditCount(
        slot.hour(),
        AuditEventType.ofCode(slot.type()).map(AuditEventType::name).orElse("EVENT_" + slot.type()),
        AuditEventType.titleOf(slot.type()),
        outcome(slot.outcome()),
        records);
  }

  static AuditLine unreadable(long index) {
    return new AuditLine(
        index,
        Instant.EPOCH,
        "UNKNOWN",
        "UNREADABLE",
        "This record was altered and cannot be read: verify the log",
        "UNKNOWN",
        "",
        "",
        ActorKind.ANONYMOUS.name(),
        "",
        new TreeMap<>(),
        List.of());
  }

  private static String clockState(int code) {
    return switch (code) {
      case 1 -> "INSYNC";
      case 2 -> "OUT_OF_SYNC";
      case 3 -> "DEGRADED";
      case 4 -> "HOLD";
      case 5 -> "LEAP_PENDING";
      default -> "UNKNOWN";
    };
  }

  private static String outcome(int code) {
    return switch (code) {
      case 1 -> Outcome.SUCCESS.name();
      case 2 -> Outcome.REFUSED.name();
      case 3 -> Outcome.FAILURE.name();
      default -> "UNKNOWN";
    };
  }

  /** The code by which the log knows an outcome. */
  static int code(Outcome outcome) {
    return switch (outcome) {
      case SUCCESS -> 1;
      case REFUSED -> 2;
      case FAILURE -> 3;
    };
  }
}
