package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.tsp.TimeStampToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;

/**
 * A unit rolls over by itself to a spare key while clients ask without a pause on two nodes. The
 * second node takes the end of the key for near, because its lead is longer than the key's life.
 */
@Tag("blackbox")
@Order(Faults.SECOND_NODE)
class RollOverTest {
  private static final String UNIT = "roll-" + UUID.randomUUID().toString().substring(0, 8);
  private static final int CLIENTS = 2;
  private static final int ROLL_OVER_SECONDS = 90;
  private static final int ENOUGH = 200;
  private static final Set<String> RENEWED =
      Set.of("TLS_SERVER", "MESSAGE_SEALING", "AUDIT_SIGNING");

  private final RunningSystem system = RunningSystem.get();
  private final Journey journey = new Journey(system);
  private final SecondNode other = new SecondNode(system);
  private final URI first = URI.create(system.value("tsa") + "/" + UNIT);
  private final Instant begin = Instant.now();
  private final AtomicBoolean enough = new AtomicBoolean();

  @AfterEach
  void putAway() {
    enough.set(true);
    other.stop();
    journey.operation("WITHDRAW_TIME_STAMPING_UNIT", Map.of("unit", UNIT));
    for (JsonNode key : keys()) {
      String keyId = key.get("keyId").asText();
      if (key.get("state").asText().equals("ACTIVE")) {
        journey.operation("DEACTIVATE_KEY", Map.of("keyId", keyId));
      }
      if (!key.get("state").asText().equals("DESTROYED")) {
        journey.operation("DESTROY_KEY", Map.of("keyId", keyId));
      }
    }
  }

  private List<JsonNode> keys() {
    List<JsonNode> own = new ArrayList<>();
    for (JsonNode key : journey.as("security-officer-1").get("/keys").expect(200).json()) {
      if (key.get("owner").asText().equals(UNIT)) {
        own.add(key);
      }
    }
    return own;
  }

  private String generate(String spare) {
    return journey
        .operation(
            "GENERATE_KEY",
            Map.of(
                "purpose", "TIME_STAMP_SIGNING",
                "owner", UNIT,
                "token", "tsp",
                "algorithm", "EC:secp256r1",
                "spare", spare))
        .get("keyId")
        .asText();
  }

  private String stateOf(String keyId) {
    return keys().stream()
        .filter(key -> key.get("keyId").asText().equals(keyId))
        .map(key -> key.get("state").asText())
        .findFirst()
        .orElseThrow();
  }

  /** Certificates of the tokens that one client received, one after the other. */
  private List<X509CertificateHolder> stampUntilEnough(StampClient unit) throws Exception {
    List<X509CertificateHolder> signers = new ArrayList<>();
    while (!enough.get()) {
      TimeStampToken token = unit.granted("roll-over " + signers.size());
      X509CertificateHolder signer = signer(token);
      token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(signer));
      signers.add(signer);
    }
    return signers;
  }

  @Test
  @Requirement({"TS5.1-i", "TS5.1-ii", "TS3.4", "KM4.1"})
  void spareKeyTakesOverWithoutOneRequestRefused() throws Exception {
    journey.operation("DEFINE_TIME_STAMPING_UNIT", Map.of("unit", UNIT, "policy", policy()));
    String former = generate("no");
    String spare = generate("yes");
    assertEquals("SPARE", stateOf(spare));
    other.configure(
        List.of(
            "opentws.keymanagement.roll-over-lead=P400D",
            "opentws.keymanagement.renewal-lead=P1100D"));
    Map<String, String> infrastructure = renewedByItself();
    ExecutorService clients = Executors.newFixedThreadPool(2 * CLIENTS);
    try {
      other.start(Map.of());
      StampClient there = new StampClient(system.anonymous(), other.instead(first));
      Within.seconds(60)
          .until("a time-stamp of the other node", () -> there.outcome().equals("granted"));
      X509CertificateHolder old = signer(there.granted("before"));
      List<Future<List<X509CertificateHolder>>> work = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        work.add(
            clients.submit(() -> stampUntilEnough(new StampClient(system.anonymous(), first))));
        work.add(clients.submit(() -> stampUntilEnough(there)));
      }
      // The issuing CA's key must be open on the node that has the spare key certified.
      new Activation(system).open();
      Within.seconds(ROLL_OVER_SECONDS)
          .until("the spare key in use", () -> stateOf(spare).equals("ACTIVE"));
      assertEquals("INACTIVE", stateOf(former));
      awaitTokensAfterwards(there, old);
      enough.set(true);
      for (Future<List<X509CertificateHolder>> each : work) {
        assertOneChange(each.get());
      }
    } finally {
      enough.set(true);
      clients.shutdownNow();
    }
    recordsTell(former, spare);
    infrastructureIsNew(infrastructure);
  }

  /** Key by purpose and owner: the infrastructure keys in use whose successor the system makes. */
  private Map<String, String> renewedByItself() {
    Map<String, String> active = new TreeMap<>();
    for (JsonNode key : journey.as("security-officer-1").get("/keys").expect(200).json()) {
      String purpose = key.get("purpose").asText();
      if (key.get("state").asText().equals("ACTIVE") && RENEWED.contains(purpose)) {
        active.put(purpose + "/" + key.get("owner").asText(), key.get("keyId").asText());
      }
    }
    return active;
  }

  /** The same node took their ends for near as well; it makes each successor once. */
  private void infrastructureIsNew(Map<String, String> before) {
    Map<String, String> after = new TreeMap<>();
    Within.seconds(ROLL_OVER_SECONDS)
        .until(
            "all infrastructure keys are new",
            () -> {
              after.putAll(renewedByItself());
              return before.entrySet().stream()
                  .noneMatch(key -> key.getValue().equals(after.get(key.getKey())));
            });
    assertEquals(before.keySet(), after.keySet());
    assertTrue(before.keySet().stream().anyMatch(key -> key.startsWith("TLS_SERVER")));
    Client auditor = journey.as("system-auditor-1");
    String path = "/audit/records?limit=50&from=" + begin + "&type=KEY_ROLLED_OVER";
    String rolled = auditor.get(path).expect(200).text();
    before.forEach((key, keyId) -> assertTrue(rolled.contains(keyId), key + ": " + rolled));
  }

  /** The old key signs nothing afterwards, on neither node. */
  private void awaitTokensAfterwards(StampClient there, X509CertificateHolder old) {
    StampClient here = new StampClient(system.anonymous(), first);
    for (StampClient unit : List.of(here, there)) {
      Within.seconds(ROLL_OVER_SECONDS)
          .until("the new key signs", () -> !signer(unit.granted("change")).equals(old));
    }
    for (int i = 0; i < ENOUGH; i++) {
      assertFalse(signer((i % 2 == 0 ? here : there).granted("afterwards " + i)).equals(old));
    }
  }

  private static X509CertificateHolder signer(TimeStampToken token) {
    return (X509CertificateHolder)
        token.getCertificates().getMatches(token.getSID()).iterator().next();
  }

  /** The old key's tokens, then the new one's: the old key signs nothing once the new one did. */
  private static void assertOneChange(List<X509CertificateHolder> signers) {
    X509CertificateHolder old = signers.get(0);
    int change = 0;
    while (change < signers.size() && signers.get(change).equals(old)) {
      change++;
    }
    assertTrue(change < signers.size(), "no token of the new key among " + signers.size());
    X509CertificateHolder successor = signers.get(change);
    assertFalse(successor.getSubjectPublicKeyInfo().equals(old.getSubjectPublicKeyInfo()));
    assertTrue(
        signers.subList(change, signers.size()).stream().allMatch(successor::equals),
        "the old key signed after its successor");
  }

  private void recordsTell(String former, String spare) {
    Client auditor = journey.as("system-auditor-1");
    String path = "/audit/records?limit=50&from=" + begin + "&type=";
    String rolled = auditor.get(path + "KEY_ROLLED_OVER").expect(200).text();
    for (String word : List.of(former, spare, UNIT, "security-officer-2", "before", "after")) {
      assertTrue(rolled.contains(word), word + ": " + rolled);
    }
    Within.seconds(10)
        .until(
            "the alarm that the last spare key is in use",
            () -> auditor.get(path + "ALARM_RAISED").text().contains("TIME_STAMP_SIGNING/" + UNIT));
    new AuditLook(system).awaitAlarm("SPARE_KEY_MISSING", begin);
  }

  private static String policy() {
    return "2.999.419261.5." + Long.parseLong(UNIT.substring("roll-".length()), 16);
  }
}
