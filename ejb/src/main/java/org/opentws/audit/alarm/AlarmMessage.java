package org.opentws.audit.alarm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.opentws.audit.AlarmKind;
import org.opentws.audit.store.AuditAlarm;

/**
 * What is said of an alarm outside of the system. Holds no personal value.
 *
 * @param system which one: the origin of its audit log
 * @param id number of the alarm; none if the log could not be written
 * @param record index of the record that told of it; none likewise
 * @param occurrences how often it happened so far
 */
record AlarmMessage(
    String system,
    OptionalLong id,
    OptionalLong record,
    AuditAlarm.Occurrence occurrence,
    Instant lastAt,
    long occurrences) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static AlarmMessage of(String system, AuditAlarm alarm) {
    return new AlarmMessage(
        system,
        OptionalLong.of(alarm.id()),
        OptionalLong.of(alarm.record()),
        alarm.first(),
        alarm.lastAt(),
        alarm.occurrences());
  }

  AlarmKind kind() {
    return AlarmKind.named(occurrence.kind());
  }

  /** For the subject line of an e-mail: no line ends, whatever came from outside. */
  String title() {
    return plain("OpenTWS alarm: " + kind().title() + " (" + occurrence.object() + ")");
  }

  /** One line for people. */
  String sentence() {
    return plain(kind().title() + ": " + occurrence.detail());
  }

  static String plain(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }

  /** For the body of an e-mail. */
  String text() {
    return sentence()
        + "\n\nSystem:      "
        + system
        + "\nConcerns:    "
        + plain(occurrence.object())
        + "\nFirst:       "
        + occurrence.at()
        + "\nLast:        "
        + lastAt
        + "\nOccurrences: "
        + occurrences
        + "\nAlarm:       "
        + (id.isPresent() ? id.getAsLong() : "not in the log, which cannot be written")
        + "\nRecord:      "
        + (record.isPresent() ? record.getAsLong() : "none")
        + "\n\nAcknowledge it in the officers' portal, page Alarms.\n";
  }

  /** One JSON object. */
  String json() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("system", system);
    id.ifPresent(number -> fields.put("alarm", number));
    record.ifPresent(index -> fields.put("record", index));
    fields.put("kind", occurrence.kind());
    fields.put("title", kind().title());
    fields.put("object", occurrence.object());
    fields.put("detail", occurrence.detail());
    fields.put("firstAt", occurrence.at().toString());
    fields.put("lastAt", lastAt.toString());
    fields.put("occurrences", occurrences);
    try {
      return JSON.writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers can be written as JSON", e);
    }
  }
}
