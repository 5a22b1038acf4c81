package org.opentws.revocationstatus;

import java.time.Instant;
import java.util.Optional;
import org.opentws.revocationstatus.store.CertificateName;
import org.opentws.revocationstatus.store.CertificateState;
import org.opentws.revocationstatus.store.StatusRow;
import org.opentws.value.SerialNumber;

/**
 * The status of one issued certificate.
 *
 * @param reason CRLReason code (RFC 5280, 5.3.1), present when suspended or revoked
 * @param changedAt when it took effect, present when it was ever changed
 */
public record CertificateStatus(
    String issuer,
    SerialNumber serial,
    CertificateState state,
    Optional<Integer> reason,
    Optional<Instant> changedAt,
    Optional<Instant> invalidityDate) {

  static CertificateStatus of(StatusRow row) {
    return new CertificateStatus(
        row.issuer(),
        row.serial(),
        row.state(),
        row.reason(),
        row.changedAt(),
        row.invalidityDate());
  }

  CertificateName name() {
    return new CertificateName(issuer, serial);
  }
}
