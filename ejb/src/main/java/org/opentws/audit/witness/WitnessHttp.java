package org.opentws.audit.witness;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import org.opentws.audit.OutsidePost;
import org.opentws.keymanagement.TlsTrust;

/** HTTP to witnesses. Connections are kept; what comes back is bounded in time and size. */
final class WitnessHttp implements WitnessPost {
  private final Optional<Path> authorities;
  private final HttpClient plain = OutsidePost.client().build();

  /**
   * The way out.
   *
   * @param authorities PEM file with those of the witnesses' TLS servers; empty: those of Java
   */
  WitnessHttp(Optional<Path> authorities) {
    this.authorities = authorities;
  }

  @Override
  public Answer post(URI target, String body) throws IOException {
    OutsidePost.Answer answer =
        OutsidePost.send(
            way(target),
            target,
            "text/plain; charset=utf-8",
            body.getBytes(StandardCharsets.UTF_8));
    return new Answer(answer.status(), new String(answer.body(), StandardCharsets.UTF_8));
  }

  /** A file of authorities is read anew at each use, so that a new one counts at once. */
  private HttpClient way(URI target) throws IOException {
    if (!"https".equals(target.getScheme())) {
      return plain;
    }
    try {
      return OutsidePost.client().sslContext(TlsTrust.of(authorities)).build();
    } catch (GeneralSecurityException e) {
      throw new IOException("the authorities of witnesses cannot be read", e);
    }
  }
}
