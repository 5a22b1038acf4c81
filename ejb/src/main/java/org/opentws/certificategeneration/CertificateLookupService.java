package org.opentws.certificategeneration;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.opentws.access.store.PermissionName;
import org.opentws.certificategeneration.store.CertificateRepository;
import org.opentws.certificategeneration.store.CertificateSearch;
import org.opentws.certificategeneration.store.StoredCertificate;
import org.opentws.value.SerialNumber;

/**
 * Reads generated certificates for officers. Their names are personal data (R2.1): only those whose
 * work needs them may look. Status is asked of the Certificate Status Database.
 */
@Stateless
public class CertificateLookupService {
  @Inject CertificateRepository certificates;

  /** The certificate; empty for a serial that this CA never used. */
  @RolesAllowed(PermissionName.CERTIFICATE_READ)
  public Optional<StoredCertificate> find(String issuer, SerialNumber serial) {
    return certificates.find(issuer, serial);
  }

  /** A page of certificates, newest first. */
  @RolesAllowed(PermissionName.CERTIFICATE_READ)
  public List<StoredCertificate> search(CertificateSearch search) {
    return certificates.search(search);
  }

  /** How many certificates there are on all pages together. */
  @RolesAllowed(PermissionName.CERTIFICATE_READ)
  public long count(CertificateSearch search) {
    return certificates.count(search);
  }
}
