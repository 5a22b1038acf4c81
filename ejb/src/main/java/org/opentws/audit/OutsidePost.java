package org.opentws.audit;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A question to somebody outside, by POST: the answer is bounded in time and size. */
public final class OutsidePost {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int OCTETS_MAX = 65536;

  private OutsidePost() {}

  /**
   * What came back.
   *
   * @param body its first 64 KiB
   */
  public record Answer(int status, byte[] body) {}

  /** A client that follows no redirect. */
  public static HttpClient.Builder client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(PATIENCE)
        .followRedirects(HttpClient.Redirect.NEVER);
  }

  /**
   * Asks.
   *
   * @throws IOException there is no answer, or none in time
   */
  public static Answer send(HttpClient client, URI target, String contentType, byte[] body)
      throws IOException {
    HttpRequest question =
        HttpRequest.newBuilder(target)
            .timeout(PATIENCE)
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    try {
      HttpResponse<InputStream> answer =
          client.send(question, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream in = answer.body()) {
        return new Answer(answer.statusCode(), in.readNBytes(OCTETS_MAX));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
