package org.opentws.certificategeneration;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.opentws.access.CurrentCaller;
import org.opentws.access.store.PermissionName;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;
import org.opentws.certificategeneration.store.CertificateRepository;
import org.opentws.certificategeneration.store.CertificateScopeRepository;
import org.opentws.certificategeneration.store.CertificateSearch;
import org.opentws.certificategeneration.store.StoredCertificate;
import org.opentws.value.SerialNumber;

/**
 * Reads generated certificates for officers. Their names are personal data (R2.1): only those whose
 * work needs them may look, and only at those within their scope (SA1.1). Status is asked of the
 * Certificate Status Database.
 */
@Stateless
public class CertificateLookupService {
  @Inject CertificateRepository certificates;
  @Inject CertificateScopeRepository scopes;
  @Inject CurrentCaller caller;
  @Inject AuditLog audit;

  /** The certificate; empty for a serial that this CA never used. The look is recorded. */
  @RolesAllowed(PermissionName.CERTIFICATE_READ)
  public Optional<StoredCertificate> find(String issuer, SerialNumber serial) {
    Optional<StoredCertificate> found =
        scopes.covers(caller.get().scope(), issuer, serial)
            ? certificates.find(issuer, serial)
            : Optional.empty();
    if (found.isPresent()) {
      viewed("certificate:" + issuer + "/" + serial);
    }
    return found;
  }

  /** A page of certificates, newest first. The look is recorded: one record for a page. */
  @RolesAllowed(PermissionName.CERTIFICATE_READ)
  public List<StoredCertificate> search(CertificateSearch search) {
    List<StoredCertificate> page = certificates.search(search, caller.get().scope());
    if (!page.isEmpty()) {
      viewed("certificates:" + search.offset() + "+" + page.size());
    }
    return page;
  }

  /** Durable before it is shown; what was looked for is a name, and stands nowhere. */
  private void viewed(String object) {
    audit.recordAndWait(
        new AuditEvent(
            AuditEventType.CERTIFICATE_VIEWED,
            Outcome.SUCCESS,
            caller.get().account(),
            object,
            Map.of()));
  }

  /** How many certificates there are on all pages together. */
  @RolesAllowed(PermissionName.CERTIFICATE_READ)
  public long count(CertificateSearch search) {
    return certificates.count(search, caller.get().scope());
  }
}
