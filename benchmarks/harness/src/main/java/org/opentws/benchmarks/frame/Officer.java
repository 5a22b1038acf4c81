package org.opentws.benchmarks.frame;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Map;
import java.util.UUID;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An officer of the demo at the REST interface, logged in with certificate and password. */
public final class Officer {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ERRORS = 400;

  private final String api;
  private final HttpClient http;
  private final String cookie;
  private final String password;

  private Officer(String api, HttpClient http, String cookie, String password) {
    this.api = api;
    this.http = http;
    this.cookie = cookie;
    this.password = password;
  }

  /**
   * Logs in.
   *
   * @param account for example "security-officer-1"
   */
  public static Officer login(BenchSystem system, String account) {
    try {
      Path p12 = system.run().resolve("demo/officers/" + account + ".p12");
      String password = system.text("officers", account, "password");
      HttpClient http =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .sslContext(tls(system, p12, password.toCharArray()))
              .build();
      String api = system.text("api");
      HttpRequest login =
          HttpRequest.newBuilder(URI.create(api + "/session"))
              .header("Content-Type", "application/json")
              .POST(body(Map.of("password", password)))
              .build();
      HttpResponse<String> answer = http.send(login, HttpResponse.BodyHandlers.ofString());
      String cookie = answer.headers().firstValue("Set-Cookie").orElse("").split(";", 2)[0];
      return new Officer(api, http, cookie, password);
    } catch (IOException | GeneralSecurityException e) {
      throw new BenchFailure("login of " + account + " failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchFailure("interrupted", e);
    }
  }

  /** Sends JSON to a path below /api/v1, under a new idempotency key. */
  public JsonNode post(String path, Object sent) {
    return send(
        HttpRequest.newBuilder(URI.create(api + path))
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .POST(body(sent)));
  }

  public JsonNode get(String path) {
    return send(HttpRequest.newBuilder(URI.create(api + path)).GET());
  }

  /** An operation under dual control: this officer asks, the other one approves. */
  public JsonNode execute(String type, Map<String, String> parameters, Officer approver) {
    JsonNode asked = post("/operations", Map.of("type", type, "parameters", parameters));
    String path = "/operations/" + asked.get("id").asText();
    String hash = approver.get(path).get("hash").asText();
    JsonNode done =
        approver.post(path + "/approval", Map.of("hash", hash, "password", approver.password));
    if (!done.get("state").asText().equals("EXECUTED")) {
      throw new BenchFailure(type + " ended " + done);
    }
    return done;
  }

  /**
   * Two Security Officers have a key of a service made, as it is done in earnest; it takes the
   * place of the key before it.
   */
  public static void newKey(BenchSystem system, String purpose, String owner, String algorithm) {
    system.terminal().progress("new key " + purpose + ", " + algorithm);
    Officer approver = login(system, "security-officer-2");
    login(system, "security-officer-1")
        .execute(
            "GENERATE_KEY",
            Map.of("purpose", purpose, "owner", owner, "token", "tsp", "algorithm", algorithm),
            approver);
  }

  private JsonNode send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer =
          http.send(request.header("Cookie", cookie).build(), HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() >= ERRORS) {
        throw new BenchFailure(
            answer.uri() + " was answered " + answer.statusCode() + ": " + answer.body());
      }
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new BenchFailure("the REST interface cannot be reached", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchFailure("interrupted", e);
    }
  }

  private static HttpRequest.BodyPublisher body(Object sent) {
    try {
      return HttpRequest.BodyPublishers.ofString(
          JSON.writeValueAsString(sent), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new BenchFailure("not JSON", e);
    }
  }

  private static SSLContext tls(BenchSystem system, Path p12, char[] password)
      throws IOException, GeneralSecurityException {
    KeyStore own = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(p12)) {
      own.load(in, password);
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, password);
    KeyStore anchors = KeyStore.getInstance("PKCS12");
    anchors.load(null, null);
    try (InputStream in = Files.newInputStream(system.run().resolve("demo/tls-ca.pem"))) {
      anchors.setCertificateEntry(
          "tls-ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(anchors);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }
}
