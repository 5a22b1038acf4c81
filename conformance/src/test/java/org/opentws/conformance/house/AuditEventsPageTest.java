package org.opentws.conformance.house;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.audit.AlarmKind;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditParameter;
import org.opentws.audit.review.AuditCatalogue;

/** docs/audit-events.md is made from the code, and the code writes what the page promises. */
@Tag("house")
class AuditEventsPageTest {
  private static final Path PAGE = ModuleClasses.root().resolve("docs/audit-events.md");

  @Test
  void pageIsUpToDate() throws IOException {
    String page = page();
    String present = Files.exists(PAGE) ? Files.readString(PAGE) : "";
    Files.writeString(PAGE, page);
    assertEquals(present, page, "docs/audit-events.md was old and is now made anew: commit it");
  }

  @Test
  void everyEventTypeIsWrittenSomewhere() throws IOException {
    String code = production();
    assertEquals(
        List.of(),
        Arrays.stream(AuditEventType.values())
            .filter(type -> !code.contains("AuditEventType." + type.name()))
            .toList(),
        "types of the catalogue that no service writes");
  }

  @Test
  void everyKindOfAlarmIsRaisedSomewhere() throws IOException {
    String code = production();
    assertEquals(
        List.of(),
        Arrays.stream(AlarmKind.values())
            .filter(kind -> kind != AlarmKind.OTHER)
            .filter(kind -> !code.contains("AlarmKind." + kind.name()))
            .toList(),
        "kinds of alarms that nothing raises");
  }

  /** All sources, without the catalogues themselves. */
  private static String production() throws IOException {
    StringBuilder code = new StringBuilder();
    for (Path file : SourceFiles.production()) {
      code.append(Files.readString(file));
    }
    return code.toString();
  }

  private static String page() {
    return """
        # Audit events

        Made from the code by `AuditEventsPageTest`; do not edit. The same is served at `GET /api/v1/audit/catalogue`, and as JSON
        Schema at `GET /api/v1/audit/schema` (AA4.2). Codes and names are stable for ever.
        How records come into the log and are proved: [audit log format](audit-log-format.md); searches, exports, alarms: [audit](audit.md).

        Every record has: time (UTC, milliseconds, from TrustedTime) and state of the clock, event type, outcome (success, refused,
        failure), node, actor, object; and of the fields below those that the event has.

        ## Events
        | code | name | event |
        |---|---|---|
        """
        + AuditCatalogue.types().stream()
            .map(t -> "| %d | %s | %s |%n".formatted(t.code(), t.name(), t.title()))
            .collect(Collectors.joining())
        + """

        ## Fields
        NUMBER decimal; TIME RFC 3339, UTC; FLAG true or false; HEX lower case; TEXT for people. PERSONAL: about a natural person;
        the record holds a salted digest, salt and value stand beside the log and can be erased by two persons, the log still verifies.

        | name | is | kind |
        |---|---|---|
        """
        + AuditCatalogue.fields().stream()
            .map(f -> "| %s | %s | %s |%n".formatted(f.name(), f.title(), f.kind()))
            .collect(Collectors.joining())
        + """

        ## Alarms
        | kind | says |
        |---|---|
        """
        + Arrays.stream(AlarmKind.values())
            .map(k -> "| %s | %s |%n".formatted(k.name(), k.title()))
            .collect(Collectors.joining())
        + """

        ## Parameters
        Changed by two persons, operation `CHANGE_AUDIT_PARAMETERS`; old and new value are recorded (AA1.1d). None of them switches
        recording off or chooses what is recorded.

        | name | default | meaning |
        |---|---|---|
        """
        + Arrays.stream(AuditParameter.values())
            .map(p -> "| %s | %s | %s |%n".formatted(p.parameterName(), p.standard(), p.meaning()))
            .collect(Collectors.joining());
  }
}
