package org.opentws.dissemination;

import java.time.Instant;
import java.util.Optional;
import org.opentws.revocationstatus.store.CertificateState;

/**
 * What a subject is told of the own certificate's status (5.3.6.1).
 *
 * @param reason CRLReason code, when suspended or revoked
 * @param changedAt when it last changed; empty if it never did
 * @param asOf taken before the status was read, so that it is never newer than the status
 */
public record SubjectStatus(
    CertificateState state, Optional<Integer> reason, Optional<Instant> changedAt, Instant asOf) {}
