package org.opentws.revocationmanagement.web;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
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
import org.jspecify.annotations.Nullable;
import org.opentws.access.store.PermissionName;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.revocationmanagement.StatusChangeOrder;
import org.opentws.revocationmanagement.StatusChangeService;
import org.opentws.revocationmanagement.store.RequestOutcome;
import org.opentws.value.SerialNumber;

/** {@code POST /api/v1/certificates/{ca}/{serial}/status-changes}. */
@Path("certificates/{ca}/{serial}/status-changes")
@Tag(name = "certificates")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class StatusChangeResource {
  @Inject private StatusChangeService service;

  /** 200 when the change has its effect; 202 when it is durable but takes longer. */
  @POST
  @RolesAllowed({
    PermissionName.STATUS_CHANGE_SUBJECT,
    PermissionName.STATUS_CHANGE_MANAGEMENT,
    PermissionName.STATUS_CHANGE_MACHINE
  })
  @Operation(
      summary =
          "Suspend, reinstate or revoke (Revocation, Registration or Security Officer, machine)")
  @APIResponse(
      responseCode = "200",
      description = "DONE: relying parties see it",
      content = @Content(schema = @Schema(implementation = StatusChangeView.class)))
  @APIResponse(
      responseCode = "202",
      description = "RECEIVED: durable, its effect comes by itself",
      content = @Content(schema = @Schema(implementation = StatusChangeView.class)))
  public Response change(
      @PathParam("ca") String ca,
      @PathParam("serial") String serial,
      @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
      StatusChangeBody body) {
    if (idempotencyKey == null || idempotencyKey.isBlank()) {
      throw new RequestRefused(
          Refusal.IDEMPOTENCY_KEY_REQUIRED, "a status change needs an Idempotency-Key");
    }
    RequestOutcome outcome =
        service.request(
            new StatusChangeOrder(
                idempotencyKey,
                ca,
                SerialNumber.parse(serial),
                body.action(),
                body.reason(),
                body.invalidityDate(),
                body.certificate().map(text -> Base64Text.decoded("certificate", text))));
    return StatusChangeView.answer(outcome);
  }
}
