package org.opentws.revocationmanagement.web;

import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
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
import org.opentws.revocationmanagement.SubjectStatusChangeService;
import org.opentws.revocationmanagement.store.RequestOutcome;
import org.opentws.value.SerialNumber;

/** {@code POST /api/v1/certificates/{ca}/{serial}/signed-status-changes}: by subjects. */
@Path("certificates/{ca}/{serial}/signed-status-changes")
@Tag(name = "certificates")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class SubjectStatusChangeResource {
  @Inject private SubjectStatusChangeService service;

  /** 200 when the change has its effect; 202 when it is durable but takes longer. */
  @POST
  @PermitAll
  @Operation(summary = "Suspend or revoke one's own certificate, signed by its own key")
  @APIResponse(
      responseCode = "200",
      description = "DONE: relying parties see it",
      content = @Content(schema = @Schema(implementation = StatusChangeView.class)))
  @APIResponse(
      responseCode = "202",
      description = "RECEIVED: durable, its effect comes by itself",
      content = @Content(schema = @Schema(implementation = StatusChangeView.class)))
  public Response change(
      @PathParam("ca") String ca, @PathParam("serial") String serial, SignedStatusChangeBody body) {
    RequestOutcome outcome =
        service.request(
            ca, SerialNumber.parse(serial), Base64Text.decoded("signed", body.signed()));
    return StatusChangeView.answer(outcome);
  }
}
