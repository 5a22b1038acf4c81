package org.opentws.revocationstatus.store;

import java.time.Instant;
import java.util.Optional;
import org.opentws.value.SerialNumber;

/**
 * One row of the Certificate Status Database.
 *
 * @param reason CRLReason code, present unless GOOD
 * @param changedAt when the state took effect, present when it was ever changed
 * @param changeSequence number of the last change; 0 if there was none
 * @param tspKey the certificate is one of a CA, OCSP or time-stamping key (RM1.4)
 */
public record StatusRow(
    String issuer,
    SerialNumber serial,
    CertificateState state,
    Optional<Integer> reason,
    Optional<Instant> changedAt,
    Optional<Instant> invalidityDate,
    long changeSequence,
    boolean tspKey) {}
