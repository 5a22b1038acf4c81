package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;

/** What Prometheus sees of the audit log and of alarms, and the alert rules that are shipped. */
@Tag("blackbox")
class AuditFiguresTest {
  private static final Pattern FIGURE = Pattern.compile("opentws_[a-z_]+");
  private static final int SECONDS_MAX = 60;

  private final RunningSystem system = RunningSystem.get();
  private final Figures figures = new Figures(system, 0);
  private final Journey journey = new Journey(system);
  private final AuditLook look = new AuditLook(system);

  private void room(String mebibytes) {
    journey.auditParameter("space-allotted-mebibytes", mebibytes);
  }

  @AfterEach
  void enoughRoom() {
    room("102400");
    look.openAlarm("AUDIT_SPACE_LOW").ifPresent(journey::acknowledge);
  }

  @Test
  @Requirement({"AA2.3", "AA6.1"})
  void figuresSayWhatTheLogSays() {
    assertEquals(1, figures.figure("opentws_audit_writable"));
    double before = figures.figure("opentws_audit_records_sealed");
    look.records(Map.of("type", "LOGIN"));
    Within.seconds(SECONDS_MAX)
        .until("one more", () -> figures.figure("opentws_audit_records_sealed") > before);
    Within.seconds(SECONDS_MAX)
        .until("signed", () -> figures.figure("opentws_audit_records_signed") > before);
    Within.seconds(SECONDS_MAX)
        .until("the room", () -> figures.figure("opentws_audit_used_octets") > 0);
    JsonNode status = look.status();
    assertEquals(
        status.get("allottedOctets").asDouble(), figures.figure("opentws_audit_allotted_octets"));
    assertTrue(figures.figure("opentws_audit_checkpoint_age_seconds") >= 0);
  }

  @Test
  @Requirement("AA6.1")
  void openAlarmIsCountedByItsKindUntilAPersonTakesNoteOfIt() {
    room("1");
    Within.seconds(SECONDS_MAX).until("the alarm is counted", () -> open() == 1);
    room("102400");
    Within.seconds(SECONDS_MAX)
        .until("room again", () -> look.openAlarm("AUDIT_SPACE_LOW").isPresent());
    enoughRoom();
    Within.seconds(SECONDS_MAX).until("no alarm is counted", () -> open() == 0);
  }

  private double open() {
    return figures.figure("opentws_alarms_open", "kind=\"AUDIT_SPACE_LOW\"");
  }

  @Test
  void everyFigureOfTheShippedAlertRulesIsThere() throws IOException {
    Set<String> named = new TreeSet<>();
    Files.readAllLines(Path.of("../monitoring/prometheus-alerts.yml")).stream()
        .filter(line -> line.strip().startsWith("expr:"))
        .forEach(
            line -> {
              Matcher matcher = FIGURE.matcher(line);
              while (matcher.find()) {
                named.add(matcher.group());
              }
            });
    assertTrue(named.size() > 8, named.toString());
    named.forEach(figures::figure);
  }
}
