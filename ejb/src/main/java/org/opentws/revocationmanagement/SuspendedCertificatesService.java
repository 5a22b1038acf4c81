package org.opentws.revocationmanagement;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.List;
import org.opentws.access.CurrentCaller;
import org.opentws.access.store.PermissionName;
import org.opentws.revocationstatus.CertificateStatus;
import org.opentws.revocationstatus.store.CertificateStatusRepository;

/** What still waits for a Revocation Officer: a suspension is not meant to last (RM1.3). */
@Stateless
public class SuspendedCertificatesService {
  private static final int LISTED_MAX = 50;

  @Inject CertificateStatusRepository statuses;
  @Inject CurrentCaller caller;

  /** Suspended certificates, at most 50, those that wait longest first. */
  @RolesAllowed(PermissionName.SUSPENSION_READ)
  public List<CertificateStatus> list() {
    return statuses.suspended(caller.get().scope(), LISTED_MAX).stream()
        .map(
            row ->
                new CertificateStatus(
                    row.issuer(),
                    row.serial(),
                    row.state(),
                    row.reason(),
                    row.changedAt(),
                    row.invalidityDate()))
        .toList();
  }
}
