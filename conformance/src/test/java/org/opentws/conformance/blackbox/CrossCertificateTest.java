package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Client.Answer;

/** A CA of ours certifies the CA of another provider (CG3); openssl judges the path. */
@Tag("blackbox")
class CrossCertificateTest {
  private static final String CROSS = "CROSS_CERTIFY";
  private static final String POLICY = "2.999.7.1";
  private static final RunningSystem SYSTEM = RunningSystem.get();
  private static final Journey JOURNEY = new Journey(SYSTEM);
  private static final String RUN = UUID.randomUUID().toString().substring(0, 8);
  private static final String CA = "cross-" + RUN;
  private static final OtherProvider ROOT =
      new OtherProvider("C=BE,CN=Root of a check " + RUN, Subscriber.ec("secp256r1"));
  private static final OtherProvider OTHER =
      new OtherProvider("C=AT,O=Other provider,CN=Other CA " + RUN, Subscriber.ec("secp256r1"));

  private static JsonNode key;
  private static byte[] authority;

  /** A CA of ours that may have another CA below it: its root says so. */
  @BeforeAll
  static void makeCa() throws Exception {
    new Activation(SYSTEM).ensureOpen();
    key =
        JOURNEY.operation(
            "GENERATE_KEY",
            Map.of(
                "purpose",
                "CERTIFICATE_SIGNING",
                "owner",
                CA,
                "token",
                Activation.DEVICE,
                "algorithm",
                "EC:secp256r1"));
    JcaPKCS10CertificationRequest request =
        new JcaPKCS10CertificationRequest(Base64.getDecoder().decode(key.get("pkcs10").asText()));
    authority = ROOT.certified(new X500Name("CN=" + CA), request.getPublicKey(), 1);
    JOURNEY.operation(
        "IMPORT_CA_CERTIFICATE",
        Map.of(
            "owner", CA,
            "issuer", CA + "-root",
            "certificate", OtherProvider.base64(authority),
            "issuerCertificate", OtherProvider.base64(ROOT.own(2)),
            "issuerCrl", OtherProvider.base64(ROOT.emptyCrl())));
  }

  @AfterAll
  static void putAway() {
    String keyId = key.get("keyId").asText();
    if (JOURNEY.key(keyId).get("state").asText().equals("ACTIVE")) {
      JOURNEY.operation("DEACTIVATE_KEY", Map.of("keyId", keyId));
    }
    JOURNEY.operation("DESTROY_KEY", Map.of("keyId", keyId, "evenThoughCertificateIsValid", "yes"));
  }

  private static Map<String, String> order(byte[] pkcs10) throws Exception {
    return new HashMap<>(
        Map.of(
            "ca",
            CA,
            "pkcs10",
            OtherProvider.base64(pkcs10),
            "fingerprint",
            OtherProvider.fingerprint(pkcs10),
            "days",
            "20",
            "pathLength",
            "0",
            "policies",
            POLICY,
            "permitted",
            "directory:C=AT,O=Other provider"));
  }

  @Test
  @Requirement({"CG3.1a", "CG3.1b", "KM1.3"})
  void twoPersonsLetACaOfOursCertifyAnotherProvidersAndOpensslFollowsThePath(@TempDir Path scratch)
      throws Exception {
    byte[] pkcs10 = OTHER.pkcs10();
    JsonNode requested = JOURNEY.request(CROSS, order(pkcs10)).expect(201).json();
    assertEquals("REQUESTED", requested.get("state").asText());
    String words = requested.get("description").asText();
    assertTrue(words.contains(OtherProvider.fingerprint(pkcs10)), words);
    assertTrue(words.contains("O=Other provider"), words);
    String id = requested.get("id").asText();
    // The same person: refused, and nothing was issued.
    JOURNEY.as("security-officer-1").approve(id).expect(403);
    SYSTEM.anonymous().getUri(crossCertificates()).expect(404);
    JsonNode done = JOURNEY.as("security-officer-2").approve(id).expect(200).json();
    assertEquals("EXECUTED", done.get("state").asText(), done::toString);
    JsonNode result = done.get("result");
    X509Certificate cross =
        RunningSystem.certificate(Base64.getDecoder().decode(result.get("certificate").asText()));
    assertEquals(0, cross.getBasicConstraints());
    recordsNameBothPersons(result.get("serial").asText());
    judgedByOpenssl(scratch);
    revoked(cross);
  }

  private static URI crossCertificates() {
    return URI.create(SYSTEM.value("publicHttp") + "/ca/" + CA + "/cross.pem");
  }

  private static void recordsNameBothPersons(String serial) {
    JsonNode record =
        new AuditLook(SYSTEM)
            .records(
                Map.of(
                    "type", "CERTIFICATE_GENERATED", "object", "certificate:" + CA + "/" + serial))
            .get(0);
    JsonNode details = record.get("details");
    assertEquals("security-officer-1", details.get("requester").asText());
    assertEquals("Security Officer 1", details.get("requesterPerson").asText());
    assertEquals("security-officer-2", details.get("approver").asText());
    assertEquals("Security Officer 2", details.get("approverPerson").asText());
  }

  /** By what everybody can fetch: a certificate of the other CA leads to our root. */
  private static void judgedByOpenssl(Path folder) throws Exception {
    String published = SYSTEM.anonymous().getUri(crossCertificates()).expect(200).text();
    Files.writeString(folder.resolve("chain.pem"), published + Journey.pem(authority));
    Files.writeString(folder.resolve("root.pem"), Journey.pem(ROOT.own(2)));
    verdict(folder, "C=AT,O=Other provider,CN=Their subject", POLICY, "OK");
    // Whom it is not believed for, and what nobody accepted.
    verdict(folder, "C=AT,O=Somebody else,CN=Their subject", POLICY, "permitted subtree violation");
    verdict(folder, "C=AT,O=Other provider,CN=Their subject", "2.999.7.2", "no explicit policy");
  }

  private static void verdict(Path folder, String subject, String policy, String expected)
      throws Exception {
    Files.writeString(folder.resolve("theirs.pem"), Journey.pem(OTHER.forSubject(subject, policy)));
    String said =
        Openssl.run(
                folder,
                ("verify -policy_check -policy "
                        + POLICY
                        + " -CAfile root.pem -untrusted chain.pem theirs.pem")
                    .split(" "))
            .text();
    assertTrue(said.contains(expected), said);
  }

  private static void revoked(X509Certificate cross) {
    String serial = RunningSystem.hex(cross);
    // RM1.4: by nobody alone.
    JOURNEY
        .as("security-officer-1")
        .post(
            "/certificates/" + CA + "/" + serial + "/status-changes",
            Map.of("action", "revoke", "reason", "cessationOfOperation"))
        .expect(403);
    JOURNEY.operation(
        "REVOKE_TSP_CERTIFICATE",
        Map.of("issuer", CA, "serial", serial, "reason", "cessationOfOperation"));
    X509Certificate ours = RunningSystem.certificate(authority);
    URI list = URI.create(SYSTEM.value("publicHttp") + "/crl/" + CA + ".crl");
    Within.seconds(60)
        .until(
            "the CA's list names the cross certificate",
            () -> {
              Answer answer = SYSTEM.anonymous().getUri(list);
              return answer.status() == 200
                  && RevocationList.verified(answer.octets(), ours)
                          .getRevokedCertificate(cross.getSerialNumber())
                      != null;
            });
  }

  private static void refused(Map<String, String> order, int status, String why) {
    Answer answer = JOURNEY.request(CROSS, order).expect(status);
    assertTrue(answer.text().contains(why), answer.text());
  }

  private static Map<String, String> but(Map<String, String> order, String name, String value) {
    Map<String, String> other = new HashMap<>(order);
    other.put(name, value);
    return other;
  }

  @Test
  @Requirement(value = "CG3.1b", kind = Kind.NEGATIVE)
  void requestThatWasAlteredOrIsOfSomebodyElseIsRefused() throws Exception {
    byte[] pkcs10 = OTHER.pkcs10();
    Map<String, String> good = order(pkcs10);
    byte[] altered = pkcs10.clone();
    altered[altered.length - 1] ^= 1;
    // Altered on its way, or made by somebody else: not what the other provider told of.
    refused(but(good, "pkcs10", OtherProvider.base64(altered)), 422, "fingerprint was told");
    byte[] strangers =
        new OtherProvider("C=AT,O=Other provider,CN=Other CA " + RUN, Subscriber.ec("secp256r1"))
            .pkcs10();
    refused(but(good, "pkcs10", OtherProvider.base64(strangers)), 422, "fingerprint was told");
    refused(but(good, "fingerprint", "00".repeat(32)), 422, "fingerprint was told");
    Map<String, String> untold = new HashMap<>(good);
    assertFalse(untold.remove("fingerprint").isEmpty());
    refused(untold, 400, "fingerprint");
    // Told rightly, but not signed by the key.
    refused(order(altered), 422, "proof-of-possession");
  }

  @Test
  @Requirement(
      value = {"CG3.1a", "CG1.2"},
      kind = Kind.NEGATIVE)
  void whatNoCaOfOursMayCertifyIsRefusedBeforeAnybodyApprovesIt() throws Exception {
    Map<String, String> good = order(OTHER.pkcs10());
    refused(order(new OtherProvider("CN=Weak CA", Subscriber.rsa(2048)).pkcs10()), 422, "weak-key");
    refused(order(Base64.getDecoder().decode(key.get("pkcs10").asText())), 422, "our own key");
    refused(but(good, "ca", SYSTEM.value("issuer")), 422, "path length");
    refused(but(good, "ca", "management"), 404, "no CA");
    refused(but(good, "ca", "nobody"), 404, "no CA");
    refused(but(good, "pathLength", "1"), 422, "path length");
    refused(but(good, "days", "3650"), 422, "outlive");
    refused(but(good, "policies", "2.5.29.32.0"), 400, "policies");
    refused(but(good, "permitted", "everything"), 400, "permitted");
    for (String name : List.of("days", "pathLength", "policies", "permitted")) {
      refused(but(good, name, " "), 400, name);
    }
    for (String account : List.of("registration-officer-1", "system-administrator-1")) {
      JOURNEY
          .as(account)
          .post("/operations", Map.of("type", CROSS, "parameters", good))
          .expect(403);
    }
  }
}
