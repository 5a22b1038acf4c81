package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.opentws.conformance.blackbox.UnderFire.Sent;
import org.opentws.conformance.blackbox.UnderFire.Write;

/**
 * The server's own disk is full: neither a log nor any other file can grow. What is to be durable
 * lies in the database, so the work goes on, and nothing is lost.
 */
@Tag("blackbox")
@Order(Faults.NODE_DISK)
class NodeDiskFailureTest {
  private static final int HEALED_SECONDS = 60;

  private final RunningSystem system = RunningSystem.get();
  private final Node node = new Node(system);
  private final RelyingParty relyingParty = new RelyingParty(system);
  private final Traffic traffic = new Traffic(system);
  private final long server = node.wildFly();

  @AfterEach
  void wellAfterwardsWithoutARestart() {
    node.limitFiles("unlimited");
    node.awaitReady(HEALED_SECONDS);
    assertEquals(server, node.wildFly());
  }

  @Test
  void workGoesOnAndNothingIsLost(TestReporter evidence) {
    traffic.logIn();
    node.limitFiles("1");
    List<Write> writes = traffic.writes(4);
    List<Sent> sent = traffic.send(writes, 1, () -> {});
    assertEquals("granted", relyingParty.timeStamp());
    evidence.publishEntry("readiness", node.readiness().text());
    traffic.standsOnce(sent);

    node.limitFiles("unlimited");
    node.awaitReady(HEALED_SECONDS);
    evidence.publishEntry("audit", node.auditVerified());
  }

  @Test
  void whatNeedsTheDiskSaysSoAndNothingIsLeftOfIt() {
    Journey journey = new Journey(system);
    Archives archives = new Archives(system);
    Instant from = Instant.parse(archives.made().get("to").asText());
    List<JsonNode> before = listed(journey);
    Client operator = journey.as(Archives.OPERATOR);
    Client auditor = journey.as(Archives.AUDITOR);
    node.limitFiles("1");
    Client.Answer refused = operator.post("/backups", Map.of()).expect(409);
    assertTrue(refused.text().contains("cannot be written"), refused.text());
    String search = "/archives/entries?type=KEY_GENERATED&from=2026-01-01T00:00:00Z&to=" + from;
    String export = "/audit/export?format=csv";
    for (Client.Answer answer :
        List.of(operator.post("/archives", Map.of()), auditor.get(search), auditor.get(export))) {
      assertTrue(answer.expect(503).text().contains("missing: DISK"), answer.text());
    }

    node.limitFiles("unlimited");
    assertEquals(before, listed(journey));
    AuditLook look = new AuditLook(system);
    for (String type : List.of("BACKUP_CREATED", "ARCHIVE_CREATED")) {
      Map<String, String> failed =
          Map.of("type", type, "outcome", "FAILURE", "from", from.toString());
      assertEquals(1, look.records(failed).size(), type);
    }
    auditor.get(search).expect(200);
    auditor.get(export).expect(200);
    operator.post("/backups", Map.of()).expect(201);
    archives.made();
  }

  private static List<JsonNode> listed(Journey journey) {
    return List.of(
        journey.as(Archives.OPERATOR).get("/backups").expect(200).json(),
        journey.as(Archives.AUDITOR).get("/archives").expect(200).json());
  }
}
