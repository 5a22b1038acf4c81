package org.opentws.certificategeneration.store;

import java.time.Instant;
import java.util.Optional;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

/**
 * A row of table {@code certificate}.
 *
 * @param issuer the CA's id
 * @param profile name and version of the profile that decided its fields
 * @param subject the subject's name as text (RFC 4514); empty once it was erased
 * @param applicationId the application it was generated for; empty for keys of the TSP itself
 */
public record StoredCertificate(
    String issuer,
    SerialNumber serial,
    Der der,
    ProfileVersion profile,
    String subject,
    Instant notBefore,
    Instant notAfter,
    Instant generatedAt,
    Optional<String> applicationId) {
  /** Which version of which profile. */
  public record ProfileVersion(String name, String version) {}
}
