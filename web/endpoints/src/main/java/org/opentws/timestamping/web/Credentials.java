package org.opentws.timestamping.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.opentws.timestamping.ClientCredential;

/** Reads who a client of the time-stamping service says that it is (RFC 7617, Basic). */
final class Credentials {
  private static final String BASIC = "basic ";
  private static final int OCTETS_MAX = 1024;

  /** A credential that fits nobody: what cannot be read is wrong, not absent. */
  private static final ClientCredential UNREADABLE = new ClientCredential("", "");

  private Credentials() {}

  /** Empty if none was sent. */
  static Optional<ClientCredential> of(HttpServletRequest request) {
    @Nullable String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null) {
      return Optional.empty();
    }
    if (header.length() > OCTETS_MAX || !header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      return Optional.of(UNREADABLE);
    }
    try {
      String text =
          new String(
              Base64.getDecoder().decode(header.substring(BASIC.length()).strip()),
              StandardCharsets.UTF_8);
      int colon = text.indexOf(':');
      return Optional.of(
          colon < 0
              ? UNREADABLE
              : new ClientCredential(text.substring(0, colon), text.substring(colon + 1)));
    } catch (IllegalArgumentException e) {
      return Optional.of(UNREADABLE);
    }
  }
}
