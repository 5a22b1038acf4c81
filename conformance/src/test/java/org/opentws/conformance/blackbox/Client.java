package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.opentws.conformance.Evidence;

/** One caller of the interfaces, with or without a session. */
final class Client {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final RunningSystem system;
  private final HttpClient http;
  private final String name;
  private @Nullable String cookie;
  private String secret = "";

  Client(RunningSystem system, HttpClient http, String name) {
    this.system = system;
    this.http = http;
    this.name = name;
  }

  /** An answer: status, headers and body. */
  record Answer(int status, HttpResponse<byte[]> http) {
    byte[] octets() {
      return http.body();
    }

    String text() {
      return new String(http.body(), StandardCharsets.UTF_8);
    }

    JsonNode json() {
      try {
        return JSON.readTree(http.body());
      } catch (IOException e) {
        throw new UncheckedIOException("not JSON: " + text(), e);
      }
    }

    String header(String header) {
      return http.headers().firstValue(header).orElse("");
    }

    Answer expect(int expected) {
      assertEquals(
          expected, status, () -> http.request().method() + " " + http.uri() + ": " + text());
      return this;
    }
  }

  String name() {
    return name;
  }

  /** Second factor; keeps the session's cookie. */
  void login(String password) {
    Answer answer = tryLogin(password);
    answer.expect(204);
    secret = password;
    cookie = answer.header("Set-Cookie").split(";", 2)[0];
  }

  Answer tryLogin(String password) {
    return send(
        request(api("/session"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"password\":" + quoted(password) + "}")));
  }

  /** Agrees to what the operation says now, with the second factor given afresh. */
  Answer approve(String operation) {
    String hash = get("/operations/" + operation).json().path("hash").asText("");
    return approve(operation, hash, secret);
  }

  Answer approve(String operation, String hash, String password) {
    return post(
        "/operations/" + operation + "/approval", Map.of("hash", hash, "password", password));
  }

  /** The session's cookie, to steal it. */
  String cookie() {
    return String.valueOf(cookie);
  }

  Client withCookie(String stolen) {
    cookie = stolen;
    return this;
  }

  Answer get(String path) {
    return send(request(api(path)).GET());
  }

  /** With a new Idempotency-Key. */
  Answer post(String path, Object body) {
    return post(path, body, UUID.randomUUID().toString());
  }

  Answer post(String path, Object body, String idempotencyKey) {
    try {
      return send(
          request(api(path))
              .header("Content-Type", "application/json")
              .header("Idempotency-Key", idempotencyKey)
              .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With a new Idempotency-Key. */
  Answer put(String path, Object body) {
    try {
      return send(
          request(api(path))
              .header("Content-Type", "application/json")
              .header("Idempotency-Key", UUID.randomUUID().toString())
              .PUT(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Answer delete(String path) {
    return send(
        request(api(path)).header("Idempotency-Key", UUID.randomUUID().toString()).DELETE());
  }

  /** Anything, anywhere. */
  Answer getUri(URI uri) {
    return send(request(uri).GET());
  }

  Answer postUri(URI uri, String contentType, byte[] body) {
    return send(
        request(uri)
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
  }

  Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<byte[]> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      Evidence.note(
          "%s %s as %s: %d %s"
              .formatted(
                  response.request().method(),
                  response.uri(),
                  name,
                  response.statusCode(),
                  said(response)));
      return new Answer(response.statusCode(), response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Refusals in full, of the rest only what it is. */
  private static String said(HttpResponse<byte[]> response) {
    String type = response.headers().firstValue("Content-Type").orElse("no content");
    return type.startsWith("application/problem+json")
        ? new String(response.body(), StandardCharsets.UTF_8)
        : type + ", " + response.body().length + " octets";
  }

  HttpRequest.Builder request(URI uri) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(PATIENCE);
    if (cookie != null) {
      request.header("Cookie", cookie);
    }
    return request;
  }

  private URI api(String path) {
    return URI.create(system.value("api") + path);
  }

  private static String quoted(String text) {
    try {
      return JSON.writeValueAsString(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One more entry for readability of the checks. */
  static Map<String, Object> body(Object... keysAndValues) {
    Map<String, Object> body = new java.util.LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      body.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return body;
  }
}
