package org.opentws.audit.review;

import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.Outcome;
import org.opentws.audit.format.RecordContent;

/**
 * A record as people read it (AA3.1, AA4.2). Its texts may hold anything that came from outside:
 * escape them where they are shown.
 *
 * @param index position in the log, from 0
 * @param clockState what the trusted clock said of itself (AA8.1)
 * @param type stable name of the event type; UNREADABLE if the row was altered so that it cannot be
 *     read any more
 * @param title the event in words
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
    String object,
    SortedMap<String, String> details) {
  static AuditLine of(long index, RecordContent content) {
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
        content.object(),
        content.details());
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
        "",
        new TreeMap<>(Map.of()));
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
