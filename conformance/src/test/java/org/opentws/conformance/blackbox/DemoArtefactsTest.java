package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.blackbox.Client.Answer;
import org.opentws.conformance.blackbox.Openssl.Verdict;

/** What the demo left behind, judged by openssl. */
@Tag("blackbox")
class DemoArtefactsTest {
  private final RunningSystem system = RunningSystem.get();
  private final Path folder = system.folder();

  private Verdict openssl(String... arguments) {
    return Openssl.run(folder, arguments);
  }

  @Test
  void chainVerifiesStrictly(TestReporter evidence) {
    Verdict verdict =
        openssl(
            "verify",
            "-x509_strict",
            "-CAfile",
            "root.pem",
            "-untrusted",
            "ca.pem",
            "certificate.pem");
    evidence.publishEntry("openssl verify", verdict.expectOk().text());
  }

  @Test
  @Requirement({"RS1.1", "RS2.1"})
  void ocspSaysRevokedByPostWithNonce(TestReporter evidence) {
    Verdict verdict =
        openssl(
            "ocsp",
            "-issuer",
            "ca.pem",
            "-cert",
            "certificate.pem",
            "-url",
            system.value("ocsp"),
            "-CAfile",
            "root.pem",
            "-nonce");
    evidence.publishEntry("openssl ocsp", verdict.expectOk().text());
    assertTrue(verdict.text().contains("certificate.pem: revoked"), verdict.text());
    assertTrue(verdict.text().contains("Response verify OK"), verdict.text());
    assertTrue(!verdict.text().contains("no nonce"), verdict.text());
    assertTrue(verdict.text().contains("Reason:"), verdict.text());
  }

  @Test
  void ocspSaysRevokedByGet(@TempDir Path scratch) throws IOException {
    Path request = scratch.resolve("request.der");
    Path response = scratch.resolve("response.der");
    openssl(
            "ocsp",
            "-issuer",
            "ca.pem",
            "-cert",
            "certificate.pem",
            "-no_nonce",
            "-reqout",
            request.toString())
        .expectOk();
    String base64 = java.util.Base64.getEncoder().encodeToString(Files.readAllBytes(request));
    String path = java.net.URLEncoder.encode(base64, java.nio.charset.StandardCharsets.UTF_8);
    Client.Answer answer =
        system
            .anonymous()
            .getUri(java.net.URI.create(system.value("ocsp") + "/" + path))
            .expect(200);
    Files.write(response, answer.octets());
    Verdict verdict =
        openssl(
            "ocsp",
            "-issuer",
            "ca.pem",
            "-cert",
            "certificate.pem",
            "-respin",
            response.toString(),
            "-CAfile",
            "root.pem",
            "-no_nonce");
    assertTrue(verdict.expectOk().text().contains("certificate.pem: revoked"), verdict.text());
  }

  @Test
  void crlVerifiesAndListsTheSerial(TestReporter evidence) {
    Verdict verdict =
        openssl("crl", "-inform", "DER", "-in", "crl.der", "-CAfile", "ca.pem", "-text", "-noout");
    evidence.publishEntry("openssl crl", verdict.expectOk().text());
    assertTrue(verdict.text().contains("verify OK"), verdict.text());
    String serial = system.value("serial").toUpperCase(java.util.Locale.ROOT);
    assertTrue(verdict.text().toUpperCase(java.util.Locale.ROOT).contains(serial), verdict.text());
  }

  @Test
  void chainWithCrlsSaysRevoked(@TempDir Path scratch) throws IOException {
    Client anonymous = system.anonymous();
    Path rootCrl = scratch.resolve("root.crl.pem");
    Path der = scratch.resolve("root.crl");
    Files.write(
        der,
        anonymous
            .getUri(java.net.URI.create(system.value("publicHttp") + "/crl/root.crl"))
            .expect(200)
            .octets());
    openssl("crl", "-inform", "DER", "-in", der.toString(), "-out", rootCrl.toString()).expectOk();
    Path crl = scratch.resolve("ca.crl.pem");
    openssl("crl", "-inform", "DER", "-in", "crl.der", "-out", crl.toString()).expectOk();
    Verdict verdict =
        openssl(
            "verify",
            "-x509_strict",
            "-crl_check_all",
            "-CRLfile",
            rootCrl.toString(),
            "-CRLfile",
            crl.toString(),
            "-CAfile",
            "root.pem",
            "-untrusted",
            "ca.pem",
            "certificate.pem");
    assertNotEquals(0, verdict.exit(), verdict.text());
    assertTrue(verdict.text().contains("certificate revoked"), verdict.text());
    openssl(
            "verify",
            "-x509_strict",
            "-crl_check_all",
            "-CRLfile",
            rootCrl.toString(),
            "-CRLfile",
            crl.toString(),
            "-CAfile",
            "root.pem",
            "-untrusted",
            "ca.pem",
            "tsa.pem")
        .expectOk();
  }

  @Test
  @Requirement({"EIDAS-42.1.a", "ARCH-4.4.a"})
  void timeStampVerifies(TestReporter evidence) {
    Verdict verdict =
        openssl(
            "ts",
            "-verify",
            "-data",
            "timestamp.txt",
            "-in",
            "timestamp.tsr",
            "-CAfile",
            "root.pem",
            "-untrusted",
            "ca.pem");
    evidence.publishEntry("openssl ts", verdict.expectOk().text());
    assertTrue(verdict.text().contains("Verification: OK"), verdict.text());
  }

  @Test
  @Requirement(
      value = {"EIDAS-42.1.a", "ARCH-4.4.a"},
      kind = Requirement.Kind.NEGATIVE)
  void timeStampOverOtherDataDoesNotVerify(@TempDir Path scratch) throws IOException {
    Path other = scratch.resolve("other.txt");
    Files.writeString(other, "something else");
    assertNotEquals(
        0,
        openssl(
                "ts",
                "-verify",
                "-data",
                other.toString(),
                "-in",
                "timestamp.tsr",
                "-CAfile",
                "root.pem",
                "-untrusted",
                "ca.pem")
            .exit());
  }

  @Test
  @Requirement(value = "TS4.3", kind = Requirement.Kind.NEGATIVE)
  void unitServesItsPurposeOnly() {
    openssl(
            "verify",
            "-purpose",
            "timestampsign",
            "-x509_strict",
            "-CAfile",
            "root.pem",
            "-untrusted",
            "ca.pem",
            "tsa.pem")
        .expectOk();
    assertNotEquals(
        0,
        openssl(
                "verify",
                "-purpose",
                "sslserver",
                "-CAfile",
                "root.pem",
                "-untrusted",
                "ca.pem",
                "tsa.pem")
            .exit());
  }

  @Test
  void certificatesHaveTheirProfiles() {
    String tsa = openssl("x509", "-in", "tsa.pem", "-noout", "-text").expectOk().text();
    assertTrue(tsa.contains("X509v3 Extended Key Usage: critical"), tsa);
    assertTrue(tsa.contains("Time Stamping"), tsa);
    assertTrue(tsa.contains("Private Key Usage Period"), tsa);
    String ocsp = openssl("x509", "-in", "ocsp.pem", "-noout", "-text").expectOk().text();
    assertTrue(ocsp.contains("OCSP Signing"), ocsp);
    assertTrue(ocsp.contains("OCSP No Check"), ocsp);
    assertTrue(!ocsp.contains("OCSP - URI"), ocsp);
    String ca = openssl("x509", "-in", "ca.pem", "-noout", "-text").expectOk().text();
    assertTrue(ca.contains("pathlen:0"), ca);
    String subject = openssl("x509", "-in", "certificate.pem", "-noout", "-text").expectOk().text();
    assertTrue(subject.contains("qcStatements"), subject);
    assertTrue(subject.contains("Non Repudiation"), subject);
    assertTrue(!subject.contains("0.4.0.1862.1.4"), "QcSSCD must not be claimed");
  }

  @Test
  void demoSaysWhereEverythingIs() {
    List<String> keys =
        List.of(
            "mode",
            "publicHttp",
            "publicHttps",
            "admin",
            "ocsp",
            "tsa",
            "crl",
            "caCertificate",
            "api",
            "openapi",
            "issuer",
            "serial",
            "profile",
            "officers",
            "tokens",
            "postgres");
    assertEquals(List.of(), keys.stream().filter(key -> system.node(key) == null).toList());
    assertEquals(9, system.node("officers").size());
  }

  /** By its own paths and methods; both forms say the same. */
  @Test
  void interfaceDescribesItself() {
    Client anonymous = system.anonymous();
    Answer yaml = anonymous.getUri(system.uri("openapi")).expect(200);
    assertEquals("application/yaml", yaml.header("Content-Type"));
    assertEquals("", yaml.header("Access-Control-Allow-Origin"));
    Answer json =
        anonymous
            .send(anonymous.request(system.uri("openapi")).header("Accept", "application/json"))
            .expect(200);
    assertEquals("application/json", json.header("Content-Type"));
    for (String path :
        List.of("/api/v1/applications", "/api/v1/session", "/ocsp", "/tsa", "/health/ready")) {
      assertTrue(json.json().get("paths").has(path), path);
      assertTrue(yaml.text().contains("\n  " + path + ":\n"), path);
    }
    anonymous
        .send(anonymous.request(system.uri("openapi")).header("Accept", "application/pdf"))
        .expect(406);
  }
}
