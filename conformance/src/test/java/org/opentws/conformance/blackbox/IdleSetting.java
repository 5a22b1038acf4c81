package org.opentws.conformance.blackbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.opentws.conformance.blackbox.Client.Answer;

/** The setting after how many minutes of rest a session ends; 15 in the configuration. */
final class IdleSetting {
  static final String NAME = "session-idle-minutes";
  static final String ADMINISTRATOR = "system-administrator-1";
  private static final String CONFIGURED = "15";

  private final Journey journey;

  IdleSetting(Journey journey) {
    this.journey = journey;
  }

  Answer change(String account, Object value) {
    return journey
        .as(account)
        .put("/settings/" + NAME, Map.of("value", value, "reason", "only a check"));
  }

  JsonNode now() {
    for (JsonNode setting : journey.as("security-officer-1").get("/settings").expect(200).json()) {
      if (setting.get("name").asText().equals(NAME)) {
        return setting;
      }
    }
    throw new AssertionError("no setting " + NAME);
  }

  void asConfigured() {
    if (!now().get("value").asText().equals(CONFIGURED)) {
      change(ADMINISTRATOR, Integer.parseInt(CONFIGURED)).expect(200);
    }
  }
}
