package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;

/** An offline root is followed by another, and revokes a CA: by ceremony, files and import. */
@Tag("blackbox")
@Order(Faults.SECOND_NODE)
class RootSuccessionTest {
  private static final RunningSystem SYSTEM = RunningSystem.get();

  private final Journey journey = new Journey(SYSTEM);
  private final Node node = new Node(SYSTEM);
  private final String run = UUID.randomUUID().toString().substring(0, 8);
  private final String ca = "revoked-" + run;
  private final Path own = node.run().resolve("ceremony").resolve("succession-" + run);

  @AfterEach
  void putAway() {
    node.asRoot("rm", "-rf", own.toString());
    for (JsonNode key : keys()) {
      String keyId = key.get("keyId").asText();
      if (key.get("state").asText().equals("ACTIVE")) {
        journey.operation("DEACTIVATE_KEY", Map.of("keyId", keyId));
      }
      Map<String, String> destroy = new HashMap<>(Map.of("keyId", keyId));
      destroy.put("evenThoughCertificateIsValid", "yes");
      journey.operation("DESTROY_KEY", destroy);
    }
  }

  private List<JsonNode> keys() {
    List<JsonNode> keys = new ArrayList<>();
    for (JsonNode key : journey.as("security-officer-1").get("/keys").expect(200).json()) {
      if (key.get("owner").asText().equals(ca)) {
        keys.add(key);
      }
    }
    return keys;
  }

  /** On a machine without network, with tokens of its own. */
  private Node.Said held(String script, String report, String... words) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "ceremony",
                script,
                "offline=" + own.resolve("tokens"),
                "officers=" + SYSTEM.path("officers"),
                "shares=" + own.resolve("shares"),
                "report=" + own.resolve(report),
                "confirm=demo"));
    all.addAll(List.of(words));
    return node.withoutNetwork(all.toArray(String[]::new));
  }

  private void certify(String root, String name) {
    held(
            "sign-ca.yaml",
            name + "-report",
            "root=" + root,
            "request=" + own.resolve("ca.p10"),
            "base-url=http://tws.example",
            "crl=" + own.resolve(root + ".crl"),
            "result=" + own.resolve(name))
        .expectOk();
  }

  /** An outside CA's request: only the root matters here. */
  private void makeRequest(Path scratch) {
    Openssl.run(
            scratch,
            "req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=Below -keyout ca.key -out ca.p10"
                .split(" "))
        .expectOk();
    node.asRoot("mkdir", "-p", own.toString());
    node.asRoot("cp", scratch.resolve("ca.p10").toString(), own.resolve("ca.p10").toString());
    node.asRoot("chown", "-R", "--reference=" + own.getParent(), own.toString());
    node.asRoot("chmod", "644", own.resolve("ca.p10").toString());
  }

  private Openssl.Verdict verify(String anchor, String certificate, String... links) {
    List<String> words = new ArrayList<>(List.of("verify", "-x509_strict", "-CAfile", anchor));
    for (String link : links) {
      words.addAll(List.of("-untrusted", link));
    }
    words.add(certificate);
    return Openssl.run(own, words.toArray(String[]::new));
  }

  @Test
  @Requirement({"KM4.2", "KM1.6"})
  void rootIsFollowedByAnotherAndBothChainsVerify(@TempDir Path scratch) {
    makeRequest(scratch);
    held("root.yaml", "root-report", "result=" + own.resolve("root")).expectOk();
    certify("root", "before");
    held("roll-over.yaml", "roll-over-report", "result=" + own.resolve("root-2")).expectOk();
    certify("root-2", "after");

    verify("root.pem", "before.pem").expectOk();
    verify("root-2.pem", "after.pem").expectOk();
    // Who trusts one root only needs the link to the other, and nothing goes without it.
    verify("root-2.pem", "before.pem", "root-2-old-with-new.pem").expectOk();
    verify("root.pem", "after.pem", "root-2-new-with-old.pem").expectOk();
    assertNotEquals(0, verify("root-2.pem", "before.pem").exit());
    assertNotEquals(0, verify("root.pem", "after.pem").exit());
  }

  /** The successor of the demo's own root, which the running system knows. */
  @Test
  @Requirement({"KM4.2", "KM4.2-s2"})
  void linksToTheSuccessorAreFoundByEverybodyAndJoinBothChains(@TempDir Path scratch)
      throws IOException {
    makeRequest(scratch);
    String successor = "successor-" + run;
    Path result = own.resolve(successor);
    Node.Said said =
        node.launcher(
            "ceremony",
            "roll-over.yaml",
            "successor=" + successor,
            "result=" + result,
            "report=" + own.resolve("links-report"),
            "confirm=demo");
    said.expectOk();
    byte[] newWithOld = Files.readAllBytes(Path.of(result + "-new-with-old.cer"));
    byte[] oldWithNew = Files.readAllBytes(Path.of(result + "-old-with-new.cer"));
    URI links = URI.create(SYSTEM.value("publicHttp") + "/ca/root/links.pem");
    int before = SYSTEM.anonymous().getUri(links).status() == 404 ? 0 : certificates(links);

    newWithOld[newWithOld.length - 9] ^= 1;
    assertEquals(422, linked(newWithOld, oldWithNew).status());
    newWithOld[newWithOld.length - 9] ^= 1;
    assertEquals(422, linked(oldWithNew, oldWithNew).status());
    assertEquals(404, linked(newWithOld, newWithOld).status());
    journey.operation(
        "IMPORT_LINK_CERTIFICATES",
        Map.of("ca", "root", "newWithOld", base64(newWithOld), "oldWithNew", base64(oldWithNew)));
    assertEquals(before + 2, certificates(links));

    Files.write(scratch.resolve("links.pem"), SYSTEM.anonymous().getUri(links).octets());
    Path successors = Path.of(result + ".pem");
    String ca = SYSTEM.path("ca.pem").toAbsolutePath().toString();
    String[] chain = {"verify", "-CAfile", successors.toString(), ca};
    assertNotEquals(0, Openssl.run(scratch, chain).exit());
    String[] linked = {"verify", "-CAfile", successors.toString(), "-untrusted", "links.pem", ca};
    Openssl.run(scratch, linked).expectOk();
    forgedLinkIsLeftOut(links, before + 2);
  }

  private static int certificates(URI links) {
    return SYSTEM.anonymous().getUri(links).expect(200).text().split("BEGIN CERTIFICATE").length
        - 1;
  }

  private Client.Answer linked(byte[] newWithOld, byte[] oldWithNew) {
    return journey.request(
        "IMPORT_LINK_CERTIFICATES",
        Map.of("ca", "root", "newWithOld", base64(newWithOld), "oldWithNew", base64(oldWithNew)));
  }

  /** Whoever rules the database links nobody with the root. */
  private static void forgedLinkIsLeftOut(URI links, int genuine) {
    Instant begin = Instant.now();
    try (Superuser database = new Superuser(SYSTEM)) {
      database.tamper(
          "insert into ca_link"
              + " select ca, old_with_new, new_with_old, timestamp '2000-01-01' from ca_link");
      try {
        assertEquals(genuine, certificates(links));
        database.awaitAlarm("CERTIFICATE_NOT_TRUSTED", begin);
      } finally {
        database.tamper("delete from ca_link where imported_at < timestamp '2001-01-01'");
      }
    }
  }

  @Test
  @Requirement(
      value = {"KM4.2"},
      kind = Kind.NEGATIVE)
  void rootIsNotLinkedToACaOfAnotherName(@TempDir Path scratch) {
    makeRequest(scratch);
    held("root.yaml", "root-report", "result=" + own.resolve("root")).expectOk();
    Node.Said said =
        held(
            "roll-over.yaml",
            "roll-over-report",
            "result=" + own.resolve("root-2"),
            "organisation=C=BE,O=Somebody Else");
    assertNotEquals(0, said.exit(), said.text());
    assertTrue(said.text().contains("same name, another key"), said.text());
  }

  @Test
  @Requirement({"KM4.2-s2", "KM4.3"})
  void caThatTheOfflineRootRevokesStopsOnAllNodesWithTheImport() throws IOException {
    new Activation(SYSTEM).ensureOpen();
    X509Certificate authority =
        new NewCa(SYSTEM, journey)
            .make(ca, "C=BE,O=OpenTWS Demonstration,CN=Revoked CA " + run, "sign-ca.yaml");
    String keyId = keys().get(0).get("keyId").asText();
    journey.operation("DEACTIVATE_KEY", Map.of("keyId", keyId));
    // The root's list does not know it: two officers may let it sign again.
    journey.operation("ACTIVATE_KEY", Map.of("keyId", keyId));
    byte[] former = Files.readAllBytes(node.run().resolve("ceremony/root.crl"));
    node.launcher(
            "ceremony",
            "revoke-ca.yaml",
            "certificate=" + node.run().resolve("ceremony").resolve(ca + ".cer"),
            "reason=cACompromise",
            "report=" + node.run().resolve("ceremony").resolve(ca + "-end-report"),
            "confirm=demo")
        .expectOk();
    byte[] crl = Files.readAllBytes(node.run().resolve("ceremony/root.crl"));

    byte[] altered = crl.clone();
    altered[altered.length - 9] ^= 1;
    assertEquals(422, requested(altered).status());
    assertEquals(400, requested(new byte[] {1, 2, 3}).status());
    assertEquals(
        404,
        journey.request("IMPORT_CA_CRL", Map.of("issuer", "nobody", "crl", base64(crl))).status());
    assertEquals("ACTIVE", keys().get(0).get("state").asText());

    JsonNode done =
        journey.operation("IMPORT_CA_CRL", Map.of("issuer", "root", "crl", base64(crl)));
    assertEquals(keys().get(0).get("keyId").asText(), done.get("stopped").asText());
    assertEquals("COMPROMISED", keys().get(0).get("state").asText());
    byte[] served =
        SYSTEM
            .anonymous()
            .getUri(URI.create(SYSTEM.value("publicHttp") + "/crl/root.crl"))
            .expect(200)
            .octets();
    X509Certificate root =
        RunningSystem.certificate(Files.readAllBytes(node.run().resolve("ceremony/root.cer")));
    assertNotNull(
        RevocationList.verified(served, root).getRevokedCertificate(authority.getSerialNumber()));
    olderOneIsRefused(former);
    assertEquals("COMPROMISED", keys().get(0).get("state").asText());
    revokedOneIsNotActivatedAndNotLeftInUse(keyId);
  }

  /** Not even if whoever rules the database has made the register forget what it knew. */
  private void revokedOneIsNotActivatedAndNotLeftInUse(String keyId) {
    String forget = "update signing_key set compromised_at = null, state = ? where key_id = ?";
    try (Superuser database = new Superuser(SYSTEM)) {
      database.tamper(forget, "INACTIVE", keyId);
      Client.Answer refused = journey.request("ACTIVATE_KEY", Map.of("keyId", keyId));
      assertTrue(
          refused.expect(409).text().contains("the offline CA 'root' has revoked the certificate"),
          refused.text());
      Instant begin = Instant.now();
      database.tamper(forget, "ACTIVE", keyId);
      Within.seconds(30)
          .until(
              "the revoked CA is stopped",
              () -> keys().get(0).get("state").asText().equals("COMPROMISED"));
      database.awaitAlarm("KEY_MISUSE", begin);
    }
  }

  private Client.Answer requested(byte[] crl) {
    return journey.request("IMPORT_CA_CRL", Map.of("issuer", "root", "crl", base64(crl)));
  }

  /** The list that does not know of the revocation comes too late, though two persons want it. */
  private void olderOneIsRefused(byte[] former) {
    String id = requested(former).expect(201).json().get("id").asText();
    JsonNode done = journey.as("security-officer-2").approve(id).expect(200).json();
    assertEquals("FAILED", done.get("state").asText(), done.toString());
    assertTrue(done.get("reason").asText().contains("not a newer one"), done.toString());
  }

  private static String base64(byte[] octets) {
    return Base64.getEncoder().encodeToString(octets);
  }
}
