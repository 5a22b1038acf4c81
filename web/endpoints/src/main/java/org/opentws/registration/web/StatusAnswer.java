package org.opentws.registration.web;

import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.opentws.dissemination.SubjectStatus;
import org.opentws.revocationstatus.store.CertificateState;

/**
 * The present status of the certificate that came of an application, for its subject.
 *
 * @param reason CRLReason code, when suspended or revoked
 * @param changedAt when the status last changed; empty if it never did
 * @param asOf when the status service was asked
 */
@Schema(name = "SubjectStatus")
public record StatusAnswer(
    CertificateState state, Optional<Integer> reason, Optional<Instant> changedAt, Instant asOf) {
  static StatusAnswer of(SubjectStatus status) {
    return new StatusAnswer(status.state(), status.reason(), status.changedAt(), status.asOf());
  }
}
