package org.opentws.certificategeneration.profile;

import java.time.Instant;
import java.util.Map;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

/**
 * What the profile is given to decide a certificate from.
 *
 * @param subject attribute values by field name
 * @param serial chosen by this system, never by the asker (CG1.6d)
 * @param now the moment of generation: notBefore is never before it (CG1.6e)
 */
public record CertificateDraft(
    CertificateProfile profile,
    Issuer issuer,
    Map<String, String> subject,
    Der subjectPublicKeyInfo,
    SerialNumber serial,
    Instant now) {
  public CertificateDraft {
    subject = Map.copyOf(subject);
  }
}
