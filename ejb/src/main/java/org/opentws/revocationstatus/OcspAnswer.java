package org.opentws.revocationstatus;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.opentws.value.Der;

/**
 * What leaves the OCSP service; its audit record is durable.
 *
 * @param response DER of the OCSPResponse
 * @param caching present if an HTTP cache may keep it
 */
public record OcspAnswer(Der response, Optional<Caching> caching) {
  /**
   * Values of the HTTP headers of RFC 5019, 6.2.
   *
   * @param maxAge from the moment the answer leaves
   * @param entityTag SHA-256 of the response in hex
   */
  public record Caching(Instant lastModified, Duration maxAge, String entityTag) {}

  static OcspAnswer failed(OcspFailure failure) {
    return new OcspAnswer(failure.response(), Optional.empty());
  }

  /** For a caller that gives up waiting. */
  public static OcspAnswer tryLater() {
    return failed(OcspFailure.TRY_LATER);
  }
}
