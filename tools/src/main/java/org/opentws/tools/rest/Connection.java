package org.opentws.tools.rest;

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
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** One caller of a server: anybody, or an officer with both factors. */
public final class Connection {
  public static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LONG_PATIENCE = Duration.ofHours(6);
  private static final int OK = 200;
  private static final int ERRORS = 400;

  private final Server server;
  private final HttpClient http;
  private @Nullable String cookie;
  private String password = "";

  /**
   * Where a server is, and whom it is believed by.
   *
   * @param https address of its public listener, without a path
   * @param anchor the management CA's certificate, PEM: nobody else vouches for the server
   */
  public record Server(String https, Path anchor) {}

  private Connection(Server server, HttpClient http) {
    this.server = server;
    this.http = http;
  }

  /** Somebody from the street. */
  public static Connection anybody(Server server) throws IOException, GeneralSecurityException {
    return new Connection(server, client(server, null, new char[0]));
  }

  /**
   * An officer, logged in: control certificate (first factor) and password (second).
   *
   * @param p12 with the control key, under the same password
   * @throws CallFailure the server refuses the login
   */
  public static Connection officer(Server server, Path p12, String password)
      throws IOException, GeneralSecurityException, InterruptedException {
    Connection officer = new Connection(server, client(server, p12, password.toCharArray()));
    officer.login(password);
    return officer;
  }

  private void login(String password) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        send(json(api("/session")).POST(body(Map.of("password", password))));
    if (answer.statusCode() >= ERRORS) {
      throw new CallFailure("The login was refused: " + text(answer));
    }
    this.password = password;
    cookie = answer.headers().firstValue("Set-Cookie").orElse("").split(";", 2)[0];
  }

  /** The JSON found at a path of the REST interface. */
  public JsonNode get(String path) throws IOException, InterruptedException {
    return JSON.readTree(expectSuccess(send(HttpRequest.newBuilder(api(path)).GET())));
  }

  /** Sends JSON, under a new idempotency key; the JSON of the answer. */
  public JsonNode post(String path, Object body) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        json(api(path)).header("Idempotency-Key", UUID.randomUUID().toString()).POST(body(body));
    return JSON.readTree(expectSuccess(send(request)));
  }

  /** Asks for a backup, which takes its time; what was made of it. */
  public JsonNode makeBackup() throws IOException, InterruptedException {
    HttpRequest request =
        json(api("/backups"))
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .header("Cookie", String.valueOf(cookie))
            .timeout(LONG_PATIENCE)
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    return JSON.readTree(
        expectSuccess(http.send(request, HttpResponse.BodyHandlers.ofByteArray())));
  }

  /** Writes what is found at a path of the REST interface into a new file of the caller's alone. */
  public void download(String path, Path file) throws IOException, InterruptedException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    HttpRequest request =
        HttpRequest.newBuilder(api(path))
            .header("Cookie", String.valueOf(cookie))
            .timeout(LONG_PATIENCE)
            .build();
    HttpResponse<Path> answer =
        http.send(request, HttpResponse.BodyHandlers.ofFile(file, StandardOpenOption.WRITE));
    if (answer.statusCode() != OK) {
      Files.delete(file);
      throw new CallFailure("GET " + path + " was answered " + answer.statusCode());
    }
  }

  /** Agrees to an operation, by its hash, with the second factor given afresh. */
  public JsonNode approve(String operation, String hash) throws IOException, InterruptedException {
    return post(operation + "/approval", Map.of("hash", hash, "password", password));
  }

  /** The octets at any address. */
  public byte[] fetch(String address) throws IOException, InterruptedException {
    return expectSuccess(send(HttpRequest.newBuilder(URI.create(address)).GET()));
  }

  /** A request of another protocol, and its answer. */
  public byte[] exchange(String address, String contentType, byte[] request)
      throws IOException, InterruptedException {
    return expectSuccess(
        send(
            HttpRequest.newBuilder(URI.create(address))
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofByteArray(request))));
  }

  private URI api(String path) {
    return URI.create(server.https() + "/api/v1" + path);
  }

  private static HttpRequest.Builder json(URI address) {
    return HttpRequest.newBuilder(address).header("Content-Type", "application/json");
  }

  private static HttpRequest.BodyPublisher body(Object value) throws IOException {
    return HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(value));
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    if (cookie != null) {
      request.header("Cookie", cookie);
    }
    return http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static byte[] expectSuccess(HttpResponse<byte[]> answer) {
    if (answer.statusCode() < OK || answer.statusCode() >= ERRORS) {
      throw new CallFailure(
          "%s %s was answered %d: %s"
              .formatted(
                  answer.request().method(), answer.uri(), answer.statusCode(), text(answer)));
    }
    return answer.body();
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private static HttpClient client(Server server, @Nullable Path p12, char[] password)
      throws IOException, GeneralSecurityException {
    KeyStore own = KeyStore.getInstance("PKCS12");
    if (p12 == null) {
      own.load(null, null);
    } else {
      try (InputStream in = Files.newInputStream(p12)) {
        own.load(in, password);
      }
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, password);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(keys.getKeyManagers(), trust(server).getTrustManagers(), null);
    return HttpClient.newBuilder()
        .sslContext(tls)
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(PATIENCE)
        .build();
  }

  private static TrustManagerFactory trust(Server server)
      throws IOException, GeneralSecurityException {
    KeyStore anchors = KeyStore.getInstance("PKCS12");
    anchors.load(null, null);
    try (InputStream in = Files.newInputStream(server.anchor())) {
      anchors.setCertificateEntry(
          "management-ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(anchors);
    return factory;
  }
}
