package org.opentws.registration;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.opentws.value.Der;

/**
 * Everything a Registration Officer needs to decide (R1.5); personal data.
 *
 * @param keyDescription the subject's key in words, for example "EC P-256"
 * @param publicKeySha256 fingerprint of the SubjectPublicKeyInfo
 * @param officerEvidence what the approving officer added
 * @param erasedAt when its personal data were erased: what is missing here is gone
 */
public record ApplicationReview(
    ApplicationProgress progress,
    String profile,
    String registrationAuthority,
    Map<String, String> subject,
    Consent consent,
    List<IdentityEvidence> evidence,
    List<IdentityEvidence> officerEvidence,
    String keyDescription,
    Der publicKeySha256,
    Instant submittedAt,
    String submittedBy,
    Optional<Instant> decidedAt,
    Optional<String> decidedBy,
    Optional<Instant> erasedAt) {}
