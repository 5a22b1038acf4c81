package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;

/** A CA comes to its end: its last CRL is valid for ever (EN 319 411-1, 6.3.9). */
@Tag("blackbox")
@Order(Faults.SECOND_NODE)
class LastCrlTest {
  private static final Instant NEVER = Instant.parse("9999-12-31T23:59:59Z");
  private static final RunningSystem SYSTEM = RunningSystem.get();

  private final Journey journey = new Journey(SYSTEM);
  private final String run = UUID.randomUUID().toString().substring(0, 8);
  private final String ca = "ending-" + run;

  @BeforeEach
  void openTheDeviceOfCas() {
    new Activation(SYSTEM).ensureOpen();
  }

  @AfterEach
  void putAway() {
    for (JsonNode key : journey.as("security-officer-1").get("/keys").expect(200).json()) {
      if (key.get("owner").asText().equals(ca)) {
        String keyId = key.get("keyId").asText();
        if (key.get("state").asText().equals("ACTIVE")) {
          journey.operation("DEACTIVATE_KEY", Map.of("keyId", keyId));
        }
        Map<String, String> destroy = new HashMap<>(Map.of("keyId", keyId));
        destroy.put("evenThoughCertificateIsValid", "yes");
        journey.operation("DESTROY_KEY", destroy);
      }
    }
  }

  private URI list() {
    return URI.create(SYSTEM.value("publicHttp") + "/crl/" + ca + ".crl");
  }

  private X509Certificate responder() {
    JsonNode made =
        journey.operation(
            "GENERATE_KEY",
            Map.of(
                "purpose", "OCSP_SIGNING",
                "owner", ca,
                "token", "tsp",
                "algorithm", "EC:secp256r1"));
    for (JsonNode key : journey.as("security-officer-1").get("/keys").expect(200).json()) {
      if (key.get("keyId").equals(made.get("keyId"))) {
        return RunningSystem.certificate(
            Base64.getDecoder().decode(key.get("certificate").asText()));
      }
    }
    throw new AssertionError("no responder");
  }

  @Test
  @Requirement({"EIDAS-24.4.b", "RM2.4"})
  void lastListComesWhenNoCertificateIsInUseAndIsValidForEver(@TempDir Path scratch)
      throws Exception {
    X509Certificate authority =
        new NewCa(SYSTEM, journey)
            .make(ca, "C=BE,O=OpenTWS Demonstration,CN=Ending CA " + run, "sign-ca.yaml");
    X509Certificate inUse = responder();
    assertEquals(409, journey.request("ISSUE_LAST_CRL", Map.of("ca", ca)).status());
    journey.operation(
        "REVOKE_TSP_CERTIFICATE",
        Map.of("issuer", ca, "serial", RunningSystem.hex(inUse), "reason", "cessationOfOperation"));
    JsonNode done = journey.operation("ISSUE_LAST_CRL", Map.of("ca", ca));
    assertEquals("INACTIVE", done.get("state").asText());

    byte[] octets = SYSTEM.anonymous().getUri(list()).expect(200).octets();
    X509CRL last = RevocationList.verified(octets, authority);
    assertEquals(NEVER, last.getNextUpdate().toInstant());
    assertNotNull(last.getRevokedCertificate(inUse.getSerialNumber()));
    assertEquals(done.get("crlNumber").asText(), RevocationList.number(last).toString());
    Files.write(scratch.resolve("last.crl"), octets);
    String text =
        Openssl.run(scratch, "crl -in last.crl -inform DER -noout -nextupdate".split(" "))
            .expectOk()
            .text();
    assertTrue(text.contains("Dec 31 23:59:59 9999"), text);
    assertEquals(404, journey.request("ISSUE_LAST_CRL", Map.of("ca", ca)).status());
  }

  @Test
  @Requirement(
      value = {"EIDAS-24.4.b", "RM2.4"},
      kind = Kind.NEGATIVE)
  void listOfACaWhoseCertificatesAreInUseIsNotItsLast() {
    String issuing = SYSTEM.value("issuer");
    assertEquals(409, journey.request("ISSUE_LAST_CRL", Map.of("ca", issuing)).status());
    assertEquals(404, journey.request("ISSUE_LAST_CRL", Map.of("ca", "root")).status());
    assertEquals(400, journey.request("ISSUE_LAST_CRL", Map.of()).status());
    X509CRL present = new RevocationList(SYSTEM).current();
    assertTrue(present.getNextUpdate().toInstant().isBefore(NEVER));
  }
}
