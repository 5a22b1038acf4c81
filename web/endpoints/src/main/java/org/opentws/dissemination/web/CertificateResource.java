package org.opentws.dissemination.web;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.opentws.access.store.PermissionName;
import org.opentws.dissemination.CertificateReport;
import org.opentws.dissemination.DisseminationService;
import org.opentws.value.SerialNumber;

/** Certificates and their status, for officers (D2.1a). */
@Path("/certificates/{ca: [A-Za-z0-9-]{1,64}}/{serial: [0-9A-Fa-f]{1,40}}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "certificates")
@RequestScoped
public class CertificateResource {
  @Inject DisseminationService dissemination;

  @GET
  @RolesAllowed(PermissionName.CERTIFICATE_READ)
  @Operation(summary = "A certificate and its present status (officers)")
  @APIResponse(
      responseCode = "200",
      description = "Found",
      content = @Content(schema = @Schema(implementation = CertificateReport.class)))
  public Response find(@PathParam("ca") String ca, @PathParam("serial") String serial) {
    return Response.ok(dissemination.toOfficer(ca, SerialNumber.parse(serial)))
        .header("Cache-Control", "no-store")
        .build();
  }
}
