package org.opentws.dissemination;

import java.time.Instant;
import java.util.Optional;
import org.opentws.revocationstatus.store.CertificateState;
import org.opentws.value.SerialNumber;

/**
 * A certificate and its present status, for officers.
 *
 * @param subject the subject's name as text (RFC 4514)
 * @param reason CRLReason code, when suspended or revoked
 * @param published whether the subject's consent lets everybody have it
 * @param certificate PEM
 */
public record CertificateReport(
    String issuer,
    SerialNumber serial,
    String subject,
    String profile,
    Instant notBefore,
    Instant notAfter,
    CertificateState state,
    Optional<Integer> reason,
    Optional<Instant> changedAt,
    boolean published,
    String certificate) {}
