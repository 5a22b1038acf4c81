package org.opentws.audit.witness;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.opentws.keymanagement.TlsTrust;

/** HTTP to witnesses. Connections are kept; what comes back is bounded in time and size. */
final class WitnessHttp implements WitnessPost {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int OCTETS_MAX = 65536;

  private final Optional<Path> authorities;
  private final HttpClient plain = client().build();

  /**
   * The way out.
   *
   * @param authorities PEM file with those of the witnesses' TLS servers; empty: those of Java
   */
  WitnessHttp(Optional<Path> authorities) {
    this.authorities = authorities;
  }

  private static HttpClient.Builder client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(PATIENCE)
        .followRedirects(HttpClient.Redirect.NEVER);
  }

  @Override
  public Answer post(URI target, String body) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(target)
            .timeout(PATIENCE)
            .header("Content-Type", "text/plain; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<InputStream> response =
          way(target).send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream in = response.body()) {
        byte[] octets = in.readNBytes(OCTETS_MAX);
        return new Answer(response.statusCode(), new String(octets, StandardCharsets.UTF_8));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** A file of authorities is read anew at each use, so that a new one counts at once. */
  private HttpClient way(URI target) throws IOException {
    if (!"https".equals(target.getScheme())) {
      return plain;
    }
    try {
      SSLContext context =
          authorities.isPresent() ? TlsTrust.authorities(authorities.get()) : TlsTrust.platform();
      return client().sslContext(context).build();
    } catch (GeneralSecurityException e) {
      throw new IOException("the authorities of witnesses cannot be read", e);
    }
  }
}
