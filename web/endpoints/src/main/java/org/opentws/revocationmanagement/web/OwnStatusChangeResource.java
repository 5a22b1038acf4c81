package org.opentws.revocationmanagement.web;

import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.opentws.authentication.CallerCertificate;
import org.opentws.revocationmanagement.OwnStatusChangeOrder;
import org.opentws.revocationmanagement.SubjectStatusChangeService;
import org.opentws.value.SerialNumber;

/** {@code POST /api/v1/certificates/{ca}/{serial}/own-status-changes}: by subjects. */
@Path("certificates/{ca}/{serial}/own-status-changes")
@Tag(name = "certificates")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class OwnStatusChangeResource {
  @Inject private SubjectStatusChangeService service;
  @Context private HttpServletRequest request;

  /** 200 when the change has its effect; 202 when it is durable but waits. */
  @POST
  @PermitAll
  @Operation(
      summary = "Suspend or revoke one's own certificate, ask for its reinstatement",
      description =
          "The subject shows the certificate's own key by TLS client authentication, or gives the"
              + " revocation passphrase that it chose with its application.")
  @APIResponse(
      responseCode = "200",
      description = "DONE: relying parties see it",
      content = @Content(schema = @Schema(implementation = StatusChangeView.class)))
  @APIResponse(
      responseCode = "202",
      description = "RECEIVED: its effect comes by itself; PENDING: an officer decides",
      content = @Content(schema = @Schema(implementation = StatusChangeView.class)))
  public Response change(
      @PathParam("ca") String ca,
      @PathParam("serial") String serial,
      @HeaderParam("Idempotency-Key") String idempotencyKey,
      OwnStatusChangeBody body) {
    return StatusChangeView.answer(
        service.request(
            new OwnStatusChangeOrder(
                idempotencyKey,
                ca,
                SerialNumber.parse(serial),
                body.action(),
                body.reason(),
                body.invalidityDate(),
                body.passphrase(),
                CallerCertificate.of(request).map(CallerCertificate::certificate))));
  }
}
