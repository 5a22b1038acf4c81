package org.opentws.certificategeneration;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import org.opentws.access.RoleName;
import org.opentws.access.store.PermissionName;
import org.opentws.error.RequestRefused;
import org.opentws.value.Der;

/** Certificate generation for registration (5.3.3). */
@Stateless
@Local(CertificateGeneration.class)
public class CertificateGenerationService implements CertificateGeneration {
  @Inject ApplicationIssuance issuance;
  @Inject IssuancePlaces places;
  @Inject IssuanceJournal journal;

  // NOT_SUPPORTED: whoever waits for a place holds no connection of this service's.
  @Override
  @RolesAllowed({RoleName.SYSTEM, PermissionName.APPLICATION_DECIDE})
  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  public GeneratedCertificate generate(Der sealedRequest) {
    try {
      return places.in(() -> issuance.generate(sealedRequest));
    } catch (RequestRefused e) {
      // The transaction is rolled back; its refusal is recorded all the same (CG4.1).
      journal.refused(e);
      throw e;
    }
  }
}
