package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentws.conformance.Requirement;

/**
 * A CA for time-stamping units alone, as an operator makes one: key under dual control, ceremony of
 * the offline root, import, responder, unit; then openssl judges the chain.
 */
@Tag("blackbox")
@Order(Faults.SECOND_NODE)
class TimeStampingCaTest {
  private static final String TIME_STAMPING = "1.3.6.1.5.5.7.3.8";
  private static final String EXTENDED_KEY_USAGE = "2.5.29.37";

  private static final int OFFERED_SECONDS = 30;

  private static final RunningSystem SYSTEM = RunningSystem.get();
  private final Journey journey = new Journey(SYSTEM);
  private final String run = UUID.randomUUID().toString().substring(0, 8);
  private final String ca = "tsa-ca-" + run;
  private final String unit = "tsu-" + run;

  private boolean offered;

  @BeforeEach
  void openTheDeviceOfCas() {
    new Activation(SYSTEM).ensureOpen();
  }

  @AfterEach
  void putAway() {
    if (offered) {
      journey.operation("WITHDRAW_TIME_STAMPING_UNIT", Map.of("unit", unit));
    }
    for (JsonNode key : journey.as("security-officer-1").get("/keys").expect(200).json()) {
      String owner = key.get("owner").asText();
      if (owner.equals(ca) || owner.equals(unit)) {
        String keyId = key.get("keyId").asText();
        journey.operation("DEACTIVATE_KEY", Map.of("keyId", keyId));
        Map<String, String> destroy = new HashMap<>(Map.of("keyId", keyId));
        destroy.put("evenThoughCertificateIsValid", "yes");
        journey.operation("DESTROY_KEY", destroy);
      }
    }
  }

  private Map<String, String> order(String purpose, String owner, String token) {
    return new HashMap<>(
        Map.of("purpose", purpose, "owner", owner, "token", token, "algorithm", "EC:secp256r1"));
  }

  /** Request, ceremony, import. */
  private X509Certificate makeCa() throws IOException {
    return new NewCa(SYSTEM, journey)
        .make(ca, "C=BE,O=OpenTWS Demonstration,CN=Time-stamping CA " + run, "sign-tsa-ca.yaml");
  }

  @Test
  @Requirement({"TS3.4", "TS4-t2"})
  void unitUnderACaForTimeStampingAloneVerifiesByOpenssl(@TempDir Path scratch) throws Exception {
    X509Certificate authority = makeCa();
    assertTrue(authority.getExtendedKeyUsage().contains(TIME_STAMPING));
    assertFalse(authority.getCriticalExtensionOIDs().contains(EXTENDED_KEY_USAGE));
    journey.operation("GENERATE_KEY", order("OCSP_SIGNING", ca, "tsp"));
    journey.operation("DEFINE_TIME_STAMPING_UNIT", Map.of("unit", unit, "policy", policy()));
    offered = true;
    Map<String, String> order = order("TIME_STAMP_SIGNING", unit, "tsp");
    order.put("issuer", ca);
    journey.operation("GENERATE_KEY", order);

    Files.writeString(scratch.resolve("data"), "under a CA of its own");
    StampClient stamps =
        new StampClient(SYSTEM.anonymous(), URI.create(SYSTEM.value("tsa") + "/" + unit));
    TimeStampRequest request = StampClient.request("under a CA of its own");
    Within.seconds(OFFERED_SECONDS)
        .until("the unit is offered", () -> stamps.post(request).status() == 200);
    Client.Answer answer = stamps.post(request);
    TimeStampToken token = StampClient.read(answer, request).getTimeStampToken();
    Files.write(scratch.resolve("reply.tsr"), answer.octets());
    X509CertificateHolder holder =
        (X509CertificateHolder)
            token.getCertificates().getMatches(token.getSID()).iterator().next();
    X509Certificate signer = RunningSystem.certificate(holder.getEncoded());
    assertEquals(List.of(TIME_STAMPING), signer.getExtendedKeyUsage());
    assertTrue(signer.getCriticalExtensionOIDs().contains(EXTENDED_KEY_USAGE));
    assertEquals(authority.getSubjectX500Principal(), signer.getIssuerX500Principal());

    Files.writeString(scratch.resolve("ca.pem"), Journey.pem(authority.getEncoded()));
    Files.writeString(scratch.resolve("tsu.pem"), Journey.pem(signer.getEncoded()));
    judgedByOpenssl(scratch);
  }

  /** Chain, token and status, by the files of that folder. */
  private static void judgedByOpenssl(Path folder) {
    String root = SYSTEM.path("root.pem").toAbsolutePath().toString();
    List<String> chain = List.of("-CAfile", root, "-untrusted", "ca.pem");
    run(folder, "verify -x509_strict -purpose timestampsign", chain, "tsu.pem").expectOk();
    run(folder, "ts -verify -data data -in reply.tsr", chain, "").expectOk();
    String status =
        run(
                folder,
                "ocsp -issuer ca.pem -cert tsu.pem -verify_other ca.pem -url "
                    + SYSTEM.value("ocsp"),
                List.of("-CAfile", root),
                "")
            .expectOk()
            .text();
    assertTrue(status.contains(": good"), status);
  }

  private static Openssl.Verdict run(Path folder, String command, List<String> chain, String last) {
    List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
    arguments.addAll(chain);
    if (!last.isEmpty()) {
      arguments.add(last);
    }
    return Openssl.run(folder, arguments.toArray(String[]::new));
  }

  private String policy() {
    return "2.999.419261.6." + Long.parseLong(run, 16);
  }

  @Test
  void issuerIsAskedForWhereItIsOpenAndOnlyIfItIsThere() {
    Map<String, String> responder = order("OCSP_SIGNING", "issuing", "tsp");
    responder.put("issuer", "issuing");
    assertEquals(400, journey.request("GENERATE_KEY", responder).status());
    Map<String, String> stamps = order("TIME_STAMP_SIGNING", unit, "tsp");
    stamps.put("issuer", ca);
    assertEquals(409, journey.request("GENERATE_KEY", stamps).status());
  }
}
