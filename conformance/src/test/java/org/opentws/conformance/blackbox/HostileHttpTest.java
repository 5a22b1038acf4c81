package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.blackbox.Client.Answer;

/** What is hostile about a request besides its content: heads, sizes, and how slowly it comes. */
@Tag("blackbox")
class HostileHttpTest {
  private static final int MEBIBYTE = 1 << 20;

  /** More than the server has threads. */
  private static final int SLOW_SENDERS = 100;

  private final RunningSystem system = RunningSystem.get();
  private final RawHttp https = new RawHttp(system, system.uri("publicHttps"));
  private final RawHttp http = new RawHttp(system, system.uri("publicHttp"));

  private static void isProblem(int status, String answer) {
    String head = answer.lines().findFirst().orElse("no answer");
    assertTrue(head.startsWith("HTTP/1.1 " + status + " "), answer);
    assertTrue(answer.contains("Content-Type: application/problem+json"), answer);
    assertTrue(answer.contains("\"status\":" + status), answer);
    assertFalse(answer.contains("Exception"), answer);
  }

  @Test
  void headThatCannotBeReadIsAProblemOfItsSender() {
    for (String header :
        List.of(
            "Accept: garbage\r\n",
            "Accept-Language: x-bad-;q=9\r\n",
            "Content-Type: garbage\r\n",
            "Transfer-Encoding: gzip\r\n",
            "Cookie: " + "a=b; ".repeat(300) + "\r\n")) {
      isProblem(400, https.ask("GET /api/v1/keys", header, ""));
      isProblem(400, http.ask("GET /crl/issuing.crl", header, ""));
    }
    String write = "Idempotency-Key: " + UUID.randomUUID() + "\r\nContent-Length: 2\r\n";
    isProblem(
        400, https.ask("POST /api/v1/applications", write + "Content-Type: garbage\r\n", "{}"));
  }

  @Test
  void targetThatIsNoPathIsAProblemOfItsSender() {
    isProblem(400, https.ask("GET localhost:443", "", ""));
    isProblem(400, https.ask("GET /api/v1/applications/%F0%9F", "", ""));
    isProblem(400, http.ask("GET /crl/%F0%9F", "", ""));
  }

  /** What OCSP cannot read it refuses in its own words, and reads nothing that HTTP refuses. */
  @Test
  void ocspIsBehindTheSameGate() {
    String answer = http.ask("GET /ocsp/%F0%9F", "", "");
    assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
    assertTrue(answer.contains("Content-Type: application/ocsp-response"), answer);
    isProblem(400, http.ask("POST /ocsp", "Transfer-Encoding: gzip\r\n", ""));
    isProblem(400, http.ask("GET /ocsp/MA", "Cookie: " + "a=b; ".repeat(300) + "\r\n", ""));
  }

  /** RFC 9110, 13.1.3: a condition that is no date is no condition. */
  @Test
  void conditionThatIsNoDateIsIgnored() {
    for (String path :
        List.of(
            "/ca/issuing.cer",
            "/crl/issuing.crl",
            "/policies/pds",
            "/certificates/issuing/" + system.value("serial"))) {
      for (String name : List.of("If-Modified-Since", "If-Unmodified-Since")) {
        String answer = http.ask("GET " + path, name + ": the day before yesterday\r\n", "");
        assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
      }
      String since = "If-Modified-Since: Fri, 31 Dec 2049 23:59:59 GMT\r\n";
      String unchanged = http.ask("GET " + path, since, "");
      assertTrue(unchanged.startsWith("HTTP/1.1 304 "), unchanged);
    }
  }

  @Test
  void bodyBeyondTheLimitIsToldSoHoweverItComes() {
    String write =
        "Content-Type: application/json\r\nIdempotency-Key: " + UUID.randomUUID() + "\r\n";
    String body = " ".repeat(2 * MEBIBYTE);
    isProblem(
        413,
        https.ask(
            "POST /api/v1/applications",
            write + "Content-Length: " + body.length() + "\r\n",
            body));
    String chunk = Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
    isProblem(
        413,
        https.ask("POST /api/v1/applications", write + "Transfer-Encoding: chunked\r\n", chunk));
    isProblem(
        413,
        https.ask("POST /api/v1/applications", write + "Content-Length: 1000000000000\r\n", "{}"));
  }

  /**
   * What a page of another site can have an officer's browser send, certificate and cookie and all.
   */
  @Test
  void formsAndScriptsOfOtherSitesReachNothing() {
    Client officer = system.officer("security-officer-1");
    String order = "{\"type\":\"WITHDRAW_POLICY\",\"parameters\":{}}";
    for (String path : List.of("/operations", "/session", "/account/password")) {
      URI uri = URI.create(system.value("api") + path);
      for (String form :
          List.of("application/x-www-form-urlencoded", "multipart/form-data", "text/plain")) {
        int status =
            officer
                .send(
                    fromElsewhere(officer, uri)
                        .header("Content-Type", form)
                        .POST(HttpRequest.BodyPublishers.ofString(order)))
                .status();
        assertTrue(List.of(400, 415).contains(status), () -> path + " took " + form);
      }
      Answer asked =
          officer.send(
              fromElsewhere(officer, uri)
                  .header("Access-Control-Request-Method", "POST")
                  .header("Access-Control-Request-Headers", "content-type,idempotency-key")
                  .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
      allowsNothing(asked);
    }
    URI keys = URI.create(system.value("api") + "/keys");
    allowsNothing(officer.send(fromElsewhere(officer, keys).GET()));
    officer.get("/account").expect(200);
  }

  private static void allowsNothing(Answer answer) {
    for (String allowed : List.of("Origin", "Methods", "Headers", "Credentials")) {
      assertEquals("", answer.header("Access-Control-Allow-" + allowed));
    }
  }

  private static HttpRequest.Builder fromElsewhere(Client officer, URI uri) {
    return officer.request(uri).header("Origin", "https://elsewhere.example");
  }

  /** Whoever sends a body slowly, or never ends it, takes nobody's place. */
  @Test
  void slowSendersHoldUpNobody() throws IOException {
    String ocsp =
        "POST /ocsp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/ocsp-request\r\n"
            + "Content-Length: 100\r\n\r\n0";
    String rest =
        "POST /api/v1/applications HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Transfer-Encoding: chunked\r\nIdempotency-Key: slow\r\n\r\n1\r\n{";
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < SLOW_SENDERS; i++) {
        slow.add(http.begin(ocsp));
        slow.add(http.begin(rest));
      }
      BigInteger serial = new BigInteger(system.value("serial"), 16);
      SingleResp status = new OcspQuestion(system).about(serial).answer().getResponses()[0];
      assertInstanceOf(RevokedStatus.class, status.getCertStatus());
      system.anonymous().get("/keys").expect(401);
      system.officer("system-auditor-1").get("/keys").expect(200);
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void whatACallerCallsUsIsNotRepeated() throws IOException {
    byte[] application =
        Client.JSON.writeValueAsBytes(Subscriber.named("Host Header").application());
    String answer =
        https.say(
            "POST /api/v1/applications HTTP/1.1\r\nHost: elsewhere.example\r\nConnection: close\r\n"
                + "X-Forwarded-Host: elsewhere.example\r\nContent-Type: application/json\r\n"
                + "Idempotency-Key: "
                + UUID.randomUUID()
                + "\r\nContent-Length: "
                + application.length
                + "\r\n\r\n"
                + new String(application, StandardCharsets.ISO_8859_1));
    assertTrue(answer.startsWith("HTTP/1.1 201 "), answer);
    assertTrue(answer.contains("Location: /api/v1/applications/"), answer);
    assertFalse(answer.contains("elsewhere"), answer);
  }

  /** Else anybody could fill the disk, a page of stack trace for each request. */
  @Test
  void refusalsOfStrangersFillNoLog() throws IOException {
    Path log = system.folder().resolve("../server/log/server.log");
    long before = Files.size(log);
    for (int i = 0; i < 10; i++) {
      system.anonymous().get("/keys").expect(401);
      isProblem(400, https.ask("GET /api/v1/keys", "Accept: garbage\r\n", ""));
    }
    String written = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    String since = written.substring((int) Math.min(before, written.length()));
    assertFalse(since.contains("EJBAccessException"), since);
    assertFalse(since.contains("Failed to parse request"), since);
  }

  @Test
  void nothingOfTheServersOwnPagesIsThere() {
    for (String path : List.of("/console", "/noconsole.html", "/management", "/error", "/fault")) {
      Answer answer =
          system.anonymous().getUri(URI.create(system.value("publicHttp") + path)).expect(404);
      assertEquals("application/problem+json", answer.header("Content-Type"));
    }
  }
}
