package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Client.Answer;

/** One certificate from application to revocation, and what must be refused on the way. */
@Tag("blackbox")
class CertificateLifeTest {
  private final RunningSystem system = RunningSystem.get();
  private final Client anonymous = system.anonymous();
  private final String issuer = system.value("issuer");

  private String submit(Subscriber subscriber) {
    Answer answer = anonymous.post("/applications", subscriber.application()).expect(201);
    assertEquals("SUBMITTED", answer.json().get("state").asText());
    return answer.json().get("id").asText();
  }

  private String certify(String id) {
    Answer approved =
        system
            .officer("registration-officer-1")
            .post("/applications/" + id + "/approval", Map.of())
            .expect(200);
    assertEquals("CERTIFIED", approved.json().get("state").asText());
    return approved.json().get("serial").asText();
  }

  private X509Certificate fetch(String id) {
    String pem =
        anonymous.get("/applications/" + id).expect(200).json().get("certificate").asText();
    String base64 = pem.replaceAll("-----[A-Z ]+-----|\\s", "");
    return RunningSystem.certificate(Base64.getDecoder().decode(base64));
  }

  private Answer revoke(String serial, String reason) {
    return system
        .officer("revocation-officer-1")
        .post(
            "/certificates/" + issuer + "/" + serial + "/status-changes",
            Map.of("action", "revoke", "reason", reason));
  }

  private String ocsp(Path folder, X509Certificate certificate) throws Exception {
    Path file = folder.resolve("subject.der");
    Files.write(file, certificate.getEncoded());
    Path pem = folder.resolve("subject.pem");
    Openssl.run(folder, "x509", "-inform", "DER", "-in", file.toString(), "-out", pem.toString())
        .expectOk();
    return Openssl.run(
            folder,
            "ocsp",
            "-issuer",
            system.path("ca.pem").toString(),
            "-cert",
            pem.toString(),
            "-url",
            system.value("ocsp"),
            "-CAfile",
            system.path("root.pem").toString())
        .expectOk()
        .text();
  }

  @Test
  @Requirement({"R1.2", "CG1.1", "CG1.3", "CG1.5", "RM1.2", "RS1.1", "ARCH-INTRO.a"})
  void certificateLivesFromApplicationToRevocation(TestReporter evidence, @TempDir Path folder)
      throws Exception {
    Subscriber subscriber = Subscriber.named("Anna");
    Instant before = Instant.now().minusSeconds(2);
    String id = submit(subscriber);
    String serial = certify(id);
    X509Certificate certificate = fetch(id);
    assertEquals(serial, RunningSystem.hex(certificate));
    assertArrayEquals(
        subscriber.keys().getPublic().getEncoded(), certificate.getPublicKey().getEncoded());
    assertFalse(certificate.getNotBefore().toInstant().isBefore(before), "back-dated (CG1.6e)");
    assertTrue(certificate.getSerialNumber().bitLength() > 64);
    String good = ocsp(folder, certificate);
    assertTrue(good.contains(": good"), good);

    revoke(serial, "keyCompromise").expect(200);
    String revoked = ocsp(folder, certificate);
    evidence.publishEntry("openssl ocsp after the call returned", revoked);
    assertTrue(revoked.contains(": revoked"), revoked);
    assertTrue(revoked.contains("Reason: keyCompromise"), revoked);
  }

  @Test
  @Requirement(value = "R1.2", kind = Kind.NEGATIVE)
  void requestSignedByAnotherKeyIsRefused() {
    Subscriber thief = Subscriber.named("Thief");
    byte[] stolen = thief.pkcs10(Subscriber.ec("secp256r1").getPrivate());
    Answer answer = anonymous.post("/applications", thief.application(stolen));
    assertEquals(4, answer.status() / 100, answer.text());
    assertTrue(answer.header("Content-Type").startsWith("application/problem+json"));
  }

  @Test
  void weakKeysAreRefused() {
    for (KeyPair weak : List.of(Subscriber.rsa(1024), Subscriber.rsa(2048))) {
      Answer answer =
          anonymous.post("/applications", Subscriber.withKey("Weak", weak).application());
      assertEquals(4, answer.status() / 100, answer.text());
    }
  }

  @Test
  void sameKeyForAnotherSubjectIsRefused() {
    Subscriber first = Subscriber.named("First");
    submit(first);
    Answer second =
        anonymous.post("/applications", Subscriber.withKey("Second", first.keys()).application());
    assertEquals(4, second.status() / 100, second.text());
  }

  @Test
  @Requirement(
      value = {"R1.5", "M1.2b"},
      kind = Kind.NEGATIVE)
  void onlyARegistrationOfficerApproves() {
    String id = submit(Subscriber.named("Berta"));
    for (String other :
        List.of("revocation-officer-1", "system-administrator-1", "system-auditor-1")) {
      system.officer(other).post("/applications/" + id + "/approval", Map.of()).expect(403);
    }
    anonymous.post("/applications/" + id + "/approval", Map.of()).expect(401);
    assertEquals(
        "SUBMITTED", anonymous.get("/applications/" + id).expect(200).json().get("state").asText());
  }

  @Test
  void approvalIsDecidedOnce() {
    String id = submit(Subscriber.named("Clara"));
    String key = UUID.randomUUID().toString();
    Client officer = system.officer("registration-officer-1");
    Answer first = officer.post("/applications/" + id + "/approval", Map.of(), key).expect(200);
    Answer repeated = officer.post("/applications/" + id + "/approval", Map.of(), key).expect(200);
    assertEquals(first.text(), repeated.text());
    Answer again =
        system
            .officer("registration-officer-2")
            .post("/applications/" + id + "/rejection", Map.of("reason", "late"));
    assertEquals(409, again.status(), again.text());
  }

  @Test
  void rejectedApplicationIsNeverCertified() {
    String id = submit(Subscriber.named("Dora"));
    Client officer = system.officer("registration-officer-1");
    officer
        .post("/applications/" + id + "/rejection", Map.of("reason", "evidence does not match"))
        .expect(200);
    assertEquals(409, officer.post("/applications/" + id + "/approval", Map.of()).status());
  }

  @Test
  @Requirement(
      value = {"RM1.3"},
      kind = Kind.NEGATIVE)
  void revokedCertificateCannotBeReinstated() {
    String id = submit(Subscriber.named("Emma"));
    String serial = certify(id);
    revoke(serial, "superseded").expect(200);
    Answer answer =
        system
            .officer("revocation-officer-1")
            .post(
                "/certificates/" + issuer + "/" + serial + "/status-changes",
                Map.of("action", "reinstate"));
    assertEquals(409, answer.status(), answer.text());
  }

  @Test
  @Requirement({"RM1.3", "FUNC-5.3.5.2.f"})
  void suspendedCertificateCanBeReinstated(@TempDir Path folder) throws Exception {
    String id = submit(Subscriber.named("Fritz"));
    String serial = certify(id);
    Client officer = system.officer("revocation-officer-1");
    String changes = "/certificates/" + issuer + "/" + serial + "/status-changes";
    officer.post(changes, Map.of("action", "suspend")).expect(200);
    assertTrue(ocsp(folder, fetch(id)).contains("certificateHold"));
    officer.post(changes, Map.of("action", "reinstate")).expect(200);
    assertTrue(ocsp(folder, fetch(id)).contains(": good"));
  }

  @Test
  @Requirement(
      value = {"M1.2c", "RM1.2"},
      kind = Kind.NEGATIVE)
  void operatorAuditorAndAdministratorDoNotRevoke(@TempDir Path folder) throws Exception {
    String id = submit(Subscriber.named("Gerda"));
    String serial = certify(id);
    for (String other :
        List.of("system-operator-1", "system-auditor-1", "system-administrator-1")) {
      system
          .officer(other)
          .post(
              "/certificates/" + issuer + "/" + serial + "/status-changes",
              Map.of("action", "revoke", "reason", "keyCompromise"))
          .expect(403);
    }
    assertTrue(ocsp(folder, fetch(id)).contains(": good"));
  }

  @Test
  @Requirement(value = "FUNC-5.3.5.2.f", kind = Kind.NEGATIVE)
  void neverIssuedSerialIsUnknownToTheApi() {
    assertEquals(404, revoke("1234567890abcdef", "keyCompromise").status());
  }
}
