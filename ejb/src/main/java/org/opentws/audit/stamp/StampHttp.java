package org.opentws.audit.stamp;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** RFC 3161, 3.4: a question by POST. The token proves itself, TLS adds nothing to trust it by. */
final class StampHttp implements Stamping.Way {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int OCTETS_MAX = 65536;
  private static final int OK = 200;
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  private final URI authority;

  StampHttp(URI authority) {
    this.authority = authority;
  }

  @Override
  public byte[] ask(byte[] request) throws IOException {
    HttpRequest question =
        HttpRequest.newBuilder(authority)
            .timeout(PATIENCE)
            .header("Content-Type", "application/timestamp-query")
            .POST(HttpRequest.BodyPublishers.ofByteArray(request))
            .build();
    try {
      HttpResponse<InputStream> answer =
          CLIENT.send(question, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream in = answer.body()) {
        if (answer.statusCode() != OK) {
          throw new IOException("it answered " + answer.statusCode());
        }
        return in.readNBytes(OCTETS_MAX);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
