package org.opentws.revocationmanagement.web;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.opentws.access.store.PermissionName;
import org.opentws.revocationmanagement.StatusChangeDecisionService;

/** {@code /api/v1/status-change-requests}: what subjects ask for and officers decide. */
@Path("status-change-requests")
@Tag(name = "certificates")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class StatusChangeDecisionResource {
  @Inject private StatusChangeDecisionService service;

  @GET
  @RolesAllowed({PermissionName.STATUS_CHANGE_SUBJECT, PermissionName.STATUS_CHANGE_MANAGEMENT})
  @Operation(
      summary = "Requests of subjects and third parties that wait for an officer, oldest first")
  @APIResponse(
      responseCode = "200",
      description = "Found",
      content =
          @Content(
              schema = @Schema(type = SchemaType.ARRAY, implementation = PendingRequestView.class)))
  public Response pending() {
    List<PendingRequestView> found =
        service.pending().stream().map(PendingRequestView::of).toList();
    return Response.ok(found).build();
  }

  @POST
  @Path("approval")
  @RolesAllowed({PermissionName.STATUS_CHANGE_SUBJECT, PermissionName.STATUS_CHANGE_MANAGEMENT})
  @Operation(summary = "Grant a request (Revocation, Registration or Security Officer)")
  @APIResponse(
      responseCode = "200",
      description = "DONE: relying parties see it",
      content = @Content(schema = @Schema(implementation = StatusChangeView.class)))
  public Response approve(ApprovedRequestBody body) {
    return StatusChangeView.answer(service.approve(body.id()));
  }

  @POST
  @Path("rejection")
  @RolesAllowed({PermissionName.STATUS_CHANGE_SUBJECT, PermissionName.STATUS_CHANGE_MANAGEMENT})
  @Operation(summary = "Turn a request down; the requester is told the reason")
  @APIResponse(responseCode = "204", description = "Turned down")
  public Response reject(RejectedRequestBody body) {
    service.reject(body.id(), body.reason());
    return Response.noContent().build();
  }
}
