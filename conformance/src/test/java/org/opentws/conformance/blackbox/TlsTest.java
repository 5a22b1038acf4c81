package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Client.Answer;
import org.opentws.conformance.blackbox.Openssl.Verdict;

/** The listeners: which TLS they speak, whom they let in, what they tell of themselves. */
@Tag("blackbox")
class TlsTest {
  private final RunningSystem system = RunningSystem.get();

  private Verdict connect(URI listener, String... options) {
    List<String> arguments =
        new java.util.ArrayList<>(
            List.of(
                "s_client",
                "-connect",
                listener.getHost() + ":" + listener.getPort(),
                "-CAfile",
                "tls-ca.pem",
                "-verify_return_error",
                "-verify_hostname",
                listener.getHost()));
    arguments.addAll(List.of(options));
    return Openssl.run(system.folder(), arguments.toArray(new String[0]));
  }

  private List<URI> listeners() {
    return List.of(system.uri("publicHttps"), system.uri("admin"));
  }

  @Test
  void modernTlsIsSpokenWithTheCertifiedName(TestReporter evidence) {
    for (URI listener : listeners()) {
      for (String version : List.of("-tls1_2", "-tls1_3")) {
        Verdict verdict = connect(listener, version);
        assertTrue(verdict.text().contains("Verify return code: 0 (ok)"), verdict.text());
        assertTrue(verdict.text().contains("Verification: OK"), verdict.text());
        evidence.publishEntry(
            listener + " " + version,
            verdict.text().lines().filter(l -> l.contains("Cipher is")).findFirst().orElse(""));
      }
    }
  }

  @Test
  void oldTlsAndWeakCiphersAreNotSpoken() {
    for (URI listener : listeners()) {
      for (String version : List.of("-tls1", "-tls1_1")) {
        // Level 0: openssl itself would not even offer these.
        Verdict verdict = connect(listener, version, "-cipher", "ALL:@SECLEVEL=0");
        assertTrue(verdict.text().contains("Cipher is (NONE)"), verdict.text());
      }
      for (String ciphers : List.of("NULL", "3DES", "RC4", "aNULL", "EXPORT", "kRSA")) {
        Verdict verdict = connect(listener, "-tls1_2", "-cipher", ciphers + ":@SECLEVEL=0");
        boolean agreed = verdict.text().contains("Cipher is") && !verdict.text().contains("(NONE)");
        assertFalse(agreed, ciphers + ": " + verdict.text());
      }
    }
  }

  @Test
  @Requirement("ARCH-4.1.d")
  void nothingTellsWhatIsBehind() {
    List<URI> uris =
        List.of(
            URI.create(system.value("publicHttp") + "/"),
            URI.create(system.value("publicHttp") + "/nothing/here"),
            URI.create(system.value("publicHttps") + "/api/v1/nothing"),
            URI.create(system.value("api") + "/keys"),
            system.uri("caCertificate"),
            system.uri("crl"));
    for (URI uri : uris) {
      tellsNothing(system.anonymous().getUri(uri));
    }
    tellsNothing(
        system
            .withCertificateOf("system-operator-1")
            .getUri(system.uri("admin").resolve("/admin/nothing.xhtml")));
  }

  private static void tellsNothing(Answer answer) {
    Map<String, List<String>> headers = answer.http().headers().map();
    String all = headers.toString().toLowerCase(Locale.ROOT);
    assertEquals("", answer.header("Server"), all);
    assertEquals("", answer.header("X-Powered-By"), all);
    for (String name : List.of("wildfly", "undertow", "jboss", "jsf/", "resteasy")) {
      assertFalse(all.contains(name), all);
      assertFalse(
          answer.status() >= 400 && answer.text().toLowerCase(Locale.ROOT).contains(name),
          answer.text());
    }
  }

  @Test
  @Requirement(
      value = {"ARCH-4.1.d"},
      kind = Kind.NEGATIVE)
  void errorsShowNeitherTraceNorInnerNames() {
    for (String path : List.of("/applications/%00", "/certificates/issuing/" + "f".repeat(5000))) {
      Answer answer = system.anonymous().get(path);
      assertEquals(4, answer.status() / 100);
      assertFalse(answer.text().contains("org.opentws"), answer.text());
      assertFalse(answer.text().contains("Exception"), answer.text());
    }
  }

  @Test
  void answersCarryTheHeadersThatBrowsersNeed() {
    Answer api = system.anonymous().get("/keys").expect(401);
    assertEquals("no-store", api.header("Cache-Control"));
    assertEquals("nosniff", api.header("X-Content-Type-Options"));
    assertTrue(api.header("Strict-Transport-Security").contains("max-age="));
    Answer page = system.withCertificateOf("system-operator-1").getUri(system.uri("admin"));
    assertTrue(page.header("Content-Security-Policy").contains("frame-ancestors 'none'"));
  }

  @Test
  @Requirement(value = "GE.1a", kind = Kind.NEGATIVE)
  void nothingOfTheOfficersIsServedWithoutTls() {
    for (String path :
        List.of("/api/v1/keys", "/api/v1/session", "/admin/", "/admin/login.xhtml")) {
      int status =
          system.anonymous().getUri(URI.create(system.value("publicHttp") + path)).status();
      assertTrue(status == 404 || status == 403 || status == 308, path + ": " + status);
    }
    int portal =
        system
            .withCertificateOf("system-operator-1")
            .getUri(URI.create(system.value("publicHttps") + "/admin/"))
            .status();
    assertEquals(404, portal, "the portal must not be on the public listener");
  }

  @Test
  void adminListenerRefusesStrangersAndStrangersCertificates(
      @org.junit.jupiter.api.io.TempDir java.nio.file.Path folder) {
    URI admin = system.uri("admin");
    assertNotEquals(0, request(admin).exit());
    Openssl.run(
            folder,
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-keyout",
            "stranger-key.pem",
            "-out",
            "stranger.pem",
            "-subj",
            "/CN=security-officer-1",
            "-days",
            "1")
        .expectOk();
    Verdict stranger =
        request(
            admin,
            "-cert",
            folder.resolve("stranger.pem").toString(),
            "-key",
            folder.resolve("stranger-key.pem").toString());
    assertTrue(stranger.text().contains("alert"), stranger.text());
    Verdict officer =
        connect(
            admin,
            "-tls1_2",
            "-cert",
            "officers/system-operator-1.pem",
            "-key",
            "officers/system-operator-1-key.pem");
    assertTrue(officer.text().contains("Verify return code: 0 (ok)"), officer.text());
    assertFalse(officer.text().contains("alert"), officer.text());
  }

  /** TLS 1.2: there the handshake itself fails, in 1.3 only what follows. */
  private Verdict request(URI listener, String... options) {
    List<String> all = new java.util.ArrayList<>(List.of("-tls1_2"));
    all.addAll(List.of(options));
    return connect(listener, all.toArray(new String[0]));
  }
}
