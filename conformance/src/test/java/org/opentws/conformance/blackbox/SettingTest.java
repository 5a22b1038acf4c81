package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Client.Answer;

/** What a System Administrator changes while the system runs, and what nobody else does (M1.2d). */
@Tag("blackbox")
class SettingTest {
  private static final String ADMINISTRATOR = IdleSetting.ADMINISTRATOR;
  private static final String IDLE = IdleSetting.NAME;

  private final RunningSystem system = RunningSystem.get();
  private final Journey journey = new Journey(system);
  private final AuditLook look = new AuditLook(system);
  private final IdleSetting idle = new IdleSetting(journey);

  @AfterEach
  void asConfigured() {
    idle.asConfigured();
  }

  @Test
  @Requirement({"M1.2d", "IA1.2"})
  void administratorShortensTheIdleTimeAndOpenSessionsEndByIt() {
    Instant from = Instant.now().minusSeconds(1);
    Newcomer operator = Newcomer.officer(journey, "SYSTEM_OPERATOR");
    Client idler = operator.loggedIn(system);
    operator.restsSixMinutes(system);
    idler.get("/account").expect(200);

    JsonNode changed = idle.change(ADMINISTRATOR, 5).expect(200).json();
    assertEquals("5", changed.get("value").asText());
    assertEquals("15", changed.get("configured").asText());
    assertEquals(changed, idle.now());
    JsonNode record =
        look.records(Map.of("type", "SETTING_CHANGED", "from", from.toString())).get(0);
    assertEquals(ADMINISTRATOR, record.get("actor").asText());
    assertEquals("SUCCESS", record.get("outcome").asText());
    JsonNode details = record.get("details");
    assertEquals(IDLE, details.get("name").asText());
    assertEquals("15", details.get("valueBefore").asText());
    assertEquals("5", details.get("valueAfter").asText());
    assertEquals("only a check", details.get("reason").asText());

    idler.get("/account").expect(200);
    operator.restsSixMinutes(system);
    idler.get("/account").expect(401);
    operator.loggedIn(system).get("/account").expect(200);
    operator.leave(journey);
  }

  @Test
  @Requirement(value = "M1.2d", kind = Kind.NEGATIVE)
  void nobodyElseChangesASettingAndTheAdministratorNothingElse() {
    for (String account :
        List.of(
            "registration-officer-1",
            "revocation-officer-1",
            "security-officer-1",
            "system-operator-1",
            "system-auditor-1")) {
      idle.change(account, 20).expect(403);
    }
    system.anonymous().put("/settings/" + IDLE, Map.of("value", 20, "reason", "x")).expect(401);
    Client administrator = journey.as(ADMINISTRATOR);
    Map<String, String> role = Map.of("account", ADMINISTRATOR, "role", "SYSTEM_OPERATOR");
    administrator.post("/roles", role).expect(403);
    administrator
        .post("/operations", Map.of("type", "ASSIGN_ROLE", "parameters", role))
        .expect(403);
    administrator.get("/audit/records").expect(403);
    administrator.getUri(java.net.URI.create(system.value("admin") + "audit.xhtml")).expect(403);
    assertEquals("15", idle.now().get("value").asText());
  }

  @Test
  @Requirement(
      value = {"M1.2d", "IA1.2"},
      kind = Kind.NEGATIVE)
  void noSettingLeavesItsBounds() {
    Instant from = Instant.now();
    for (int value : new int[] {0, -1, 31, Integer.MAX_VALUE}) {
      Answer refused = idle.change(ADMINISTRATOR, value).expect(400);
      assertTrue(refused.text().contains("from 1 to 30"), refused.text());
    }
    idle.change(ADMINISTRATOR, "20").expect(400);
    Client administrator = journey.as(ADMINISTRATOR);
    administrator.put("/settings/" + IDLE, Map.of("value", 20)).expect(400);
    administrator.put("/settings/" + IDLE, Map.of("value", 20, "reason", " ")).expect(400);
    administrator
        .put("/settings/audit-off", Map.of("value", 1, "reason", "only a check"))
        .expect(404);
    assertEquals("15", idle.now().get("value").asText());
    assertEquals(
        4,
        look.records(
                Map.of("type", "SETTING_CHANGED", "outcome", "REFUSED", "from", from.toString()))
            .size());
  }

  @Test
  @Requirement(
      value = {"M1.2d", "IA1.2"},
      kind = Kind.NEGATIVE)
  void valueWrittenByHandCountsForNothingAndNeitherDoesAnOldOne() {
    idle.change(ADMINISTRATOR, 30).expect(200);
    idle.change(ADMINISTRATOR, 14).expect(200);
    Instant begin = Instant.now();
    try (Superuser superuser = new Superuser(system)) {
      int forged =
          superuser.tamper(
              "insert into setting select name, version + 1, 30, account, reason, at, seal"
                  + " from setting where name = ? order by version desc limit 1",
              IDLE);
      assertEquals(1, forged);
      assertEquals("14", idle.now().get("value").asText());
      journey.acknowledge(look.awaitAlarm("ROW_FORGED", begin));
      // The one before is put back in the place of the newest.
      superuser.tamper(
          "delete from setting where name = ? and version >="
              + " (select max(version) - 1 from setting where name = ?)",
          IDLE,
          IDLE);
    }
    assertEquals("15", idle.now().get("value").asText());
    idle.change(ADMINISTRATOR, 13).expect(200);
    assertEquals("13", idle.now().get("value").asText());
  }
}
