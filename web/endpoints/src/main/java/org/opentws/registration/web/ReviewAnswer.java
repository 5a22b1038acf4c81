package org.opentws.registration.web;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.opentws.registration.ApplicationReview;
import org.opentws.registration.Consent;
import org.opentws.registration.IdentityEvidence;
import org.opentws.registration.store.ApplicationState;
import org.opentws.value.SerialNumber;

/**
 * An application as a Registration Officer sees it.
 *
 * @param key the subject's key in words
 * @param publicKeySha256 fingerprint of its SubjectPublicKeyInfo, hex
 * @param officerEvidence what the approving officer added
 * @param erasedAt when its personal data were erased
 * @param certificate PEM, once it is CERTIFIED
 */
@Schema(name = "ApplicationReview")
public record ReviewAnswer(
    String id,
    ApplicationState state,
    Optional<String> issuer,
    @Schema(implementation = String.class, description = "lower-case hex")
        Optional<SerialNumber> serial,
    Optional<String> reason,
    String profile,
    String registrationAuthority,
    Map<String, String> subject,
    Consent consent,
    List<IdentityEvidence> evidence,
    List<IdentityEvidence> officerEvidence,
    String key,
    String publicKeySha256,
    Instant submittedAt,
    String submittedBy,
    Optional<Instant> decidedAt,
    Optional<String> decidedBy,
    Optional<Instant> erasedAt,
    Optional<String> certificate) {

  static ReviewAnswer of(ApplicationReview review, Optional<String> certificate) {
    return new ReviewAnswer(
        review.progress().id(),
        review.progress().state(),
        review.progress().issuer(),
        review.progress().serial(),
        review.progress().reason(),
        review.profile(),
        review.registrationAuthority(),
        review.subject(),
        review.consent(),
        review.evidence(),
        review.officerEvidence(),
        review.keyDescription(),
        HexFormat.of().formatHex(review.publicKeySha256().octets()),
        review.submittedAt(),
        review.submittedBy(),
        review.decidedAt(),
        review.decidedBy(),
        review.erasedAt(),
        certificate);
  }
}
