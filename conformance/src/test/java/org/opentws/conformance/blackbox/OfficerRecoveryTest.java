package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;

/**
 * Security Officers made anew by the holders of the recovery key's shares. The documents are taken
 * by the second node, at its start.
 */
@Tag("blackbox")
@Order(Faults.SECOND_NODE)
class OfficerRecoveryTest {
  private static final RunningSystem SYSTEM = RunningSystem.get();

  private final Journey journey = new Journey(SYSTEM);
  private final Node node = new Node(SYSTEM);
  private final SecondNode second = new SecondNode(SYSTEM);
  private final AuditLook look = new AuditLook(SYSTEM);
  private final Instant begin = Instant.now();
  private final String run = UUID.randomUUID().toString().substring(0, 8);
  private final Path documents = node.run().resolve("ceremony/recovery");
  private final List<String> officers = List.of("recovered-a-" + run, "recovered-b-" + run);

  @AfterEach
  void putAway() throws IOException {
    second.stop();
    try (Stream<Path> made = Files.list(documents)) {
      for (Path file : made.filter(file -> file.getFileName().toString().contains(run)).toList()) {
        Files.delete(file);
      }
    }
    for (String officer : officers) {
      if (isActive(officer)) {
        journey.operation("DISABLE_USER", Map.of("account", officer));
      }
    }
  }

  private boolean isActive(String account) {
    Client.Answer user = journey.as("security-officer-1").get("/users/" + account);
    return user.status() == 200 && user.json().get("active").asBoolean();
  }

  private Node.Said held(String script, String name, String... more) {
    return node.launcher(
        Stream.concat(
                Stream.of(
                    "ceremony",
                    script,
                    "first=" + officers.get(0),
                    "first-name=Recovered A " + run,
                    "second=" + officers.get(1),
                    "second-name=Recovered B " + run,
                    "file=" + documents.resolve(name + run + ".json"),
                    "report=" + documents.resolveSibling(name + run + "-report"),
                    "confirm=demo"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  /** One of the two, with the control key and the password that the ceremony made. */
  private Client recovered(int number) {
    Path base = node.run().resolve("demo/officers").resolve(officers.get(number));
    try {
      char[] password = Files.readString(Path.of(base + ".password")).strip().toCharArray();
      KeyStore store = KeyStore.getInstance(new File(base + ".p12"), password);
      Client client =
          SYSTEM.withKey(
              officers.get(number),
              (PrivateKey) store.getKey(officers.get(number), password),
              (X509Certificate) store.getCertificate(officers.get(number)));
      client.login(new String(password));
      return client;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What was recorded of documents since the check began, oldest first. */
  private List<JsonNode> recorded(String outcome) {
    return look.records(Map.of("type", "OFFICERS_RECOVERED", "from", begin.toString())).stream()
        .filter(record -> record.get("outcome").asText().equals(outcome))
        .toList();
  }

  @Test
  @Requirement({"M1.2a", "M1.3", "KM1.3"})
  void holdersOfTheSharesMakeTwoOfficersWhoCanAgreeOnThings() throws IOException {
    Newcomer lost = Newcomer.officer(journey, "SECURITY_OFFICER");
    Client session = lost.loggedIn(SYSTEM);
    session.get("/users").expect(200);
    held("recover-officers.yaml", "officers-", "lost=" + lost.account).expectOk();
    second.start();

    Client first = recovered(0);
    String id =
        first
            .post(
                "/operations",
                Map.of("type", "ENABLE_USER", "parameters", Map.of("account", lost.account)))
            .expect(201)
            .json()
            .get("id")
            .asText();
    first.approve(id).expect(403);
    JsonNode done = recovered(1).approve(id).expect(200).json();
    assertEquals("EXECUTED", done.get("state").asText(), done::toString);
    lost.leave(journey);

    JsonNode taken = recorded("SUCCESS").get(0);
    assertEquals("2", taken.get("details").get("users").asText());
    JsonNode alarm = look.awaitAlarm("OFFICERS_RECOVERED", begin);
    journey.acknowledge(alarm);
    session.get("/users").expect(401);
    node.auditVerified();

    // Once means once: the account that was disabled meanwhile does not come back, nor the other.
    journey.operation("DISABLE_USER", Map.of("account", officers.get(1)));
    second.stop();
    second.start();
    assertEquals(1, recorded("SUCCESS").size());
    assertFalse(isActive(officers.get(1)));
  }

  @Test
  @Requirement(
      value = {"M1.2a", "M1.4a", "KM1.3"},
      kind = Kind.NEGATIVE)
  void whatTheRecoveryKeyDidNotSignOrMayNotSayMakesNobody(@TempDir Path scratch)
      throws IOException {
    Node.Said alone =
        held("recover-officers.yaml", "alone-", "lost=nobody", "holder-1=system-administrator-1");
    assertNotEquals(0, alone.exit(), alone.text());
    assertTrue(alone.text().contains("the shares give no secret"), alone.text());

    // Signed by the right key, but it would make an auditor.
    Path script = scratch.resolve("recover-officers.yaml");
    Files.writeString(
        script,
        Files.readString(Path.of("../tools/src/main/ceremonies/recover-officers.yaml"))
            .replace(
                "person: \"${second-name}\", role: SECURITY_OFFICER",
                "person: \"${second-name}\", role: SYSTEM_AUDITOR"));
    held(script.toString(), "auditor-", "lost=nobody").expectOk();
    // The same document made right by hand: the signature is over another one.
    Path auditor = documents.resolve("auditor-" + run + ".json");
    Files.writeString(
        documents.resolve("forged-" + run + ".json"),
        Files.readString(auditor).replace("SYSTEM_AUDITOR", "SECURITY_OFFICER"));
    Files.copy(
        documents.resolve("auditor-" + run + ".p7s"), documents.resolve("forged-" + run + ".p7s"));
    // The installation's own signature is good, and not this key's.
    for (String ending : List.of(".json", ".p7s")) {
      Files.write(
          documents.resolve("installation-" + run + ending),
          Files.readAllBytes(node.run().resolve("ceremony/installation" + ending)));
    }
    Files.createDirectory(documents.resolve("unreadable-" + run + ".json"));
    Files.writeString(documents.resolve("garbage-" + run + ".json"), "garbage");
    second.start();

    assertEquals(List.of(), recorded("SUCCESS"));
    List<String> reasons =
        recorded("REFUSED").stream()
            .map(record -> record.get("details").get("reason").asText())
            .toList();
    assertEquals(5, reasons.size(), reasons::toString);
    assertEquals(1, reasons.stream().filter(why -> why.contains("and nobody else")).count());
    assertEquals(1, reasons.stream().filter(why -> why.contains("cannot read")).count());
    assertEquals(
        3, reasons.stream().filter(why -> why.contains("is not signed by the key")).count());
    officers.forEach(officer -> assertFalse(isActive(officer), officer));
    journey.acknowledge(look.awaitAlarm("OFFICERS_RECOVERED", begin));
  }
}
