package org.opentws.keymanagement.web;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.opentws.access.store.PermissionName;
import org.opentws.keymanagement.AlgorithmCatalogueLine;
import org.opentws.keymanagement.AlgorithmCatalogueService;

/**
 * The algorithm catalogue in force (KM1.5). It is changed by the dual-control operation
 * CHANGE_ALGORITHM_CATALOGUE.
 */
@Path("algorithm-catalogue")
@Tag(name = "keys")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class AlgorithmCatalogueResource {
  @EJB private AlgorithmCatalogueService catalogue;

  /** Version, document and the keys that live longer than their algorithm. */
  @GET
  @RolesAllowed(PermissionName.KEY_READ)
  @Operation(
      summary =
          "The algorithm catalogue in force, and the keys that live longer than their algorithm"
              + " (Security Officer, Administrator, Auditor)")
  public AlgorithmCatalogueLine catalogue() {
    return catalogue.inForce();
  }
}
