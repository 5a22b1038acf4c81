package org.opentws.conformance.blackbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** An alarm whose web server refuses it at first, and then is down: it waits in the queue. */
final class WaitingAlarm {
  private static final String KIND = "ROLE_CONFLICT";
  private static final int SECONDS_MAX = 60;
  private static final long PARAMETERS_KNOWN_NANOS = 2_500_000_000L;

  private final RunningSystem system;
  private final int port;
  private final String number;

  WaitingAlarm(RunningSystem system) {
    this.system = system;
    Journey journey = new Journey(system);
    AuditLook look = new AuditLook(system);
    // What is open already would be announced again only after a while.
    look.openAlarms().stream()
        .filter(alarm -> alarm.get("kind").asText().equals(KIND))
        .forEach(journey::acknowledge);
    try (AlarmSinks.Web refusing = new AlarmSinks.Web(0, 500)) {
      port = refusing.port();
      journey.auditParameter("alarm-webhook", "http://127.0.0.1:" + port + "/alarms");
      // Nodes read parameters every two seconds, and an alarm goes to the sinks of its time.
      LockSupport.parkNanos(PARAMETERS_KNOWN_NANOS);
      Instant begin = Instant.now();
      journey
          .as("security-officer-1")
          .post("/roles", Map.of("account", "system-operator-1", "role", "SYSTEM_AUDITOR"))
          .expect(409);
      JsonNode alarm = look.awaitAlarm(KIND, begin);
      number = "\"alarm\":" + alarm.get("id").asLong() + ",";
      awaitAt(refusing);
    }
  }

  private void awaitAt(AlarmSinks.Web server) {
    Within.seconds(SECONDS_MAX)
        .until(
            "the alarm at the web server",
            () -> server.posts().stream().anyMatch(post -> post.text().contains(number)));
  }

  /** The web server is back, and takes what waited. */
  void arrives() {
    try (AlarmSinks.Web back = new AlarmSinks.Web(port, 204)) {
      awaitAt(back);
    } finally {
      new Journey(system).auditParameter("alarm-webhook", "");
    }
  }
}
