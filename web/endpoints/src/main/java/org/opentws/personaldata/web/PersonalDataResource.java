package org.opentws.personaldata.web;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.opentws.access.store.PermissionName;
import org.opentws.personaldata.LegalHoldView;
import org.opentws.personaldata.PersonalDataExport;
import org.opentws.personaldata.SubjectAccessService;

/**
 * Everything about the person of an application (EIDAS-24.2.j). It is erased by the dual-control
 * operation ERASE_PERSONAL_DATA.
 */
@Path("/personal-data/{id: [A-Za-z0-9_-]{22}}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "applications")
@RequestScoped
public class PersonalDataResource {
  @Inject SubjectAccessService personalData;

  @GET
  @RolesAllowed(PermissionName.PERSONAL_DATA_EXPORT)
  @Operation(summary = "Everything held about the person of an application; the reason is recorded")
  @APIResponse(
      responseCode = "200",
      description = "The person's data",
      content = @Content(schema = @Schema(implementation = PersonalDataExport.class)))
  public Response export(
      @PathParam("id") String id, @QueryParam("reason") @DefaultValue("") String reason) {
    return Response.ok(personalData.export(id, reason))
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"personal-data-" + id + ".json\"")
        .build();
  }

  @POST
  @RolesAllowed(PermissionName.PERSONAL_DATA_EXPORT)
  @Path("holds")
  @Operation(summary = "Order that everything about the person is kept until two persons lift it")
  @APIResponse(
      responseCode = "201",
      description = "Placed",
      content = @Content(schema = @Schema(implementation = LegalHoldView.class)))
  public Response hold(@PathParam("id") String id, LegalHoldBody body) {
    return Response.status(Response.Status.CREATED)
        .entity(personalData.hold(id, body.reason()))
        .build();
  }
}
