package org.opentws.keymanagement;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import org.opentws.access.store.PermissionName;
import org.opentws.keymanagement.catalogue.AlgorithmCatalogue;
import org.opentws.keymanagement.catalogue.AlgorithmCatalogues;
import org.opentws.keymanagement.catalogue.CatalogueInForce;
import org.opentws.keymanagement.store.SigningKeyRepository;
import org.opentws.time.TrustedTime;

/** Shows the algorithm catalogue (KM1.5) and the keys that it concerns (KM4.3). */
@Stateless
@RolesAllowed(PermissionName.KEY_READ)
public class AlgorithmCatalogueService {
  @Inject AlgorithmCatalogues catalogues;
  @Inject SigningKeyRepository register;
  @Inject TrustedTime time;

  /** What everything is judged by now. */
  @RolesAllowed(PermissionName.KEY_READ)
  public AlgorithmCatalogueLine inForce() {
    CatalogueInForce inForce = catalogues.inForce();
    AlgorithmCatalogue catalogue = inForce.catalogue();
    return new AlgorithmCatalogueLine(
        catalogue.version(),
        catalogue.date().toString(),
        catalogue.source(),
        inForce
            .row()
            .map(
                row ->
                    new AlgorithmCatalogueLine.Change(row.requester(), row.approver(), row.at())),
        inForce.document(),
        new AffectedKeys(catalogue, time.now()).among(register.all()));
  }
}
