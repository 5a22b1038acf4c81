package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;

/**
 * Security Officers made anew by the holders of the recovery key's shares. The documents, good and
 * bad ones, are taken by the second node, at its start.
 */
@Tag("blackbox")
@Order(Faults.SECOND_NODE)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OfficerRecoveryTest {
  private static final RunningSystem SYSTEM = RunningSystem.get();
  private static final Path SCRIPTS =
      Path.of("../tools/src/main/ceremonies").toAbsolutePath().normalize();
  private static final Path SCRIPT = SCRIPTS.resolve("recover-officers.yaml");

  private final Journey journey = new Journey(SYSTEM);
  private final Node node = new Node(SYSTEM);
  private final SecondNode second = new SecondNode(SYSTEM);
  private final AuditLook look = new AuditLook(SYSTEM);
  private final Instant begin = Instant.now();
  private final String run = UUID.randomUUID().toString().substring(0, 8);
  private final String token = "recovery-" + run;
  private final Path documents = node.run().resolve("ceremony/recovery");
  private final Newcomer lost = Newcomer.officer(journey, "SECURITY_OFFICER");
  private final Client session = lost.loggedIn(SYSTEM);

  @BeforeAll
  void startWithAllDocuments(@TempDir Path scratch) throws IOException {
    // By the key that the installation named, which another one follows.
    held(SCRIPT, "former", "token=recovery", "lost=nobody").expectOk();
    replaceRecoveryKey();
    held(SCRIPT, "good", "lost=" + lost.account).expectOk();
    // Signed by the right key, but it would make an auditor.
    Path script = scratch.resolve("recover-officers.yaml");
    Files.writeString(
        script,
        Files.readString(SCRIPT)
            .replace(
                "person: \"${second-name}\", role: SECURITY_OFFICER",
                "person: \"${second-name}\", role: SYSTEM_AUDITOR"));
    held(script, "auditor", "lost=nobody").expectOk();
    // The same document made right by hand: the signature is over another one.
    String auditor = Files.readString(document("auditor", ".json"));
    Files.writeString(
        document("forged", ".json"), auditor.replace("SYSTEM_AUDITOR", "SECURITY_OFFICER"));
    Files.copy(document("auditor", ".p7s"), document("forged", ".p7s"));
    // The installation's own signature is good, and not this key's.
    for (String ending : List.of(".json", ".p7s")) {
      Path installation = node.run().resolve("ceremony/installation" + ending);
      Files.write(document("installation", ending), Files.readAllBytes(installation));
    }
    Files.writeString(document("garbage", ".json"), "garbage");
    Files.createDirectory(document("unreadable", ".json"));
    session.get("/users").expect(200);
    second.start();
  }

  private void replaceRecoveryKey() {
    Path certificate = documents.resolveSibling("recovery-" + run);
    node.launcher(
            "ceremony",
            SCRIPTS.resolve("replace-recovery.yaml").toString(),
            "token=" + token,
            "file=" + certificate,
            "report=" + documents.resolveSibling("replace" + run + "-report"),
            "confirm=demo")
        .expectOk();
    journey.operation("CHANGE_OFFICER_SIGNER", certificate(Path.of(certificate + ".cer")));
  }

  private static Map<String, String> certificate(Path file) {
    try {
      return Map.of("certificate", Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterAll
  void putAway() throws IOException {
    second.stop();
    try (Stream<Path> made = Files.list(documents)) {
      for (Path file : made.filter(file -> file.toString().contains(run)).toList()) {
        Files.delete(file);
      }
    }
    for (String officer : List.of(account("good", "a"), account("good", "b"), lost.account)) {
      if (isActive(officer)) {
        journey.operation("DISABLE_USER", Map.of("account", officer));
      }
    }
    journey.acknowledge(look.awaitAlarm("OFFICERS_RECOVERED", begin));
  }

  private Path document(String name, String ending) {
    return documents.resolve(name + "-" + run + ending);
  }

  private String account(String name, String which) {
    return name + "-" + which + "-" + run;
  }

  private boolean isActive(String account) {
    Client.Answer user = journey.as("security-officer-1").get("/users/" + account);
    return user.status() == 200 && user.json().get("active").asBoolean();
  }

  private Node.Said held(Path script, String name, String... more) {
    return node.launcher(
        Stream.concat(
                Stream.of(
                    "ceremony",
                    script.toString(),
                    "first=" + account(name, "a"),
                    "first-name=A of " + name + " " + run,
                    "second=" + account(name, "b"),
                    "second-name=B of " + name + " " + run,
                    "file=" + document(name, ".json"),
                    "report=" + documents.resolveSibling(name + run + "-report"),
                    "confirm=demo"),
                Stream.concat(Stream.of("token=" + token), Stream.of(more)))
            .toArray(String[]::new));
  }

  /** One of the two, with the control key and the password that the ceremony made. */
  private Client recovered(String which) {
    String account = account("good", which);
    Path base = node.run().resolve("demo/officers").resolve(account);
    try {
      char[] password = Files.readString(Path.of(base + ".password")).strip().toCharArray();
      KeyStore store = KeyStore.getInstance(new File(base + ".p12"), password);
      Client client =
          SYSTEM.withKey(
              account,
              (PrivateKey) store.getKey(account, password),
              (X509Certificate) store.getCertificate(account));
      client.login(new String(password));
      return client;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What was recorded of documents since the check began. */
  private List<JsonNode> recorded(String outcome) {
    return look.records(Map.of("type", "OFFICERS_RECOVERED", "from", begin.toString())).stream()
        .filter(record -> record.get("outcome").asText().equals(outcome))
        .map(record -> record.get("details"))
        .toList();
  }

  @Test
  @Requirement({"M1.2a", "M1.3", "KM1.3"})
  void holdersOfTheSharesMakeTwoOfficersWhoCanAgreeOnThingsOnce() {
    session.get("/users").expect(401);
    Client first = recovered("a");
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
    JsonNode done = recovered("b").approve(id).expect(200).json();
    assertEquals("EXECUTED", done.get("state").asText(), done::toString);
    assertEquals("2", recorded("SUCCESS").get(0).get("users").asText());
    look.awaitAlarm("OFFICERS_RECOVERED", begin);

    // Who was disabled meanwhile does not come back, and who came back is not disabled again.
    journey.operation("DISABLE_USER", Map.of("account", account("good", "b")));
    second.stop();
    second.start();
    assertEquals(1, recorded("SUCCESS").size());
    assertFalse(isActive(account("good", "b")));
    assertTrue(isActive(lost.account));
    node.auditVerified();
  }

  @Test
  @Requirement(
      value = {"M1.2a", "M1.4a", "KM1.3"},
      kind = Kind.NEGATIVE)
  void whatTheRecoveryKeyDidNotSignOrMayNotSayMakesNobody() {
    refused("former", "is not signed by the key");
    refused("auditor", "and nobody else");
    refused("forged", "is not signed by the key");
    refused("installation", "is not signed by the key");
    refused("garbage", "is not signed by the key");
    refused("unreadable", "cannot read");
    assertFalse(isActive(account("auditor", "a")));
    assertFalse(isActive(account("auditor", "b")));

    Node.Said alone = held(SCRIPT, "alone", "lost=nobody", "holder-1=system-administrator-1");
    assertNotEquals(0, alone.exit(), alone.text());
    assertTrue(alone.text().contains("the shares give no secret"), alone.text());
    assertFalse(Files.exists(document("alone", ".json")));
  }

  @Test
  @Requirement(
      value = {"M1.2a", "KM1.3"},
      kind = Kind.NEGATIVE)
  void certificateThatIsNotForRecoveryDocumentsIsNotTaken() {
    Path tls = node.run().resolve("ceremony/tls-server.cer");
    String refused =
        journey.request("CHANGE_OFFICER_SIGNER", certificate(tls)).expect(422).json().toString();
    assertTrue(refused.contains("for recovery documents and nothing else"), refused);
    journey.request("CHANGE_OFFICER_SIGNER", Map.of("certificate", "MAA=")).expect(400);
  }

  private void refused(String name, String why) {
    String file = document(name, ".json").getFileName().toString();
    List<JsonNode> all = recorded("REFUSED");
    assertTrue(
        all.stream()
            .filter(details -> details.get("detail").asText().equals(file))
            .anyMatch(details -> details.get("reason").asText().contains(why)),
        all::toString);
  }
}
