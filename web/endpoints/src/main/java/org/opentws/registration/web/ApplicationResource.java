package org.opentws.registration.web;

import jakarta.annotation.security.PermitAll;
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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.opentws.access.CurrentCaller;
import org.opentws.access.store.Permission;
import org.opentws.access.store.PermissionName;
import org.opentws.dissemination.DisseminationService;
import org.opentws.dissemination.Pem;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.error.web.OptionalBody;
import org.opentws.registration.ApplicationProgress;
import org.opentws.registration.ApplicationSummary;
import org.opentws.registration.ApprovalService;
import org.opentws.registration.IdentityEvidence;
import org.opentws.registration.RegistrationService;
import org.opentws.registration.store.ApplicationState;

/** Certificate applications by REST (R1). */
@Path("/applications")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "applications")
@RequestScoped
public class ApplicationResource {
  private static final String ID = "/{id: [A-Za-z0-9_-]{22}}";

  @Inject RegistrationService registration;
  @Inject ApprovalService approvals;
  @Inject DisseminationService dissemination;
  @Inject CurrentCaller caller;

  @POST
  @PermitAll
  @Operation(summary = "Apply for a certificate")
  @APIResponse(
      responseCode = "201",
      description = "Submitted; the id is the key to its state",
      content = @Content(schema = @Schema(implementation = ApplicationAnswer.class)))
  public Response submit(ApplicationBody body, @Context UriInfo uri) {
    ApplicationProgress submitted = registration.submit(body.toNewApplication());
    // The path alone: the caller's Host header has no part in what we say.
    String location = uri.getBaseUri().getRawPath() + "applications/" + submitted.id();
    return Response.status(Response.Status.CREATED)
        .header(HttpHeaders.LOCATION, location)
        .entity(ApplicationAnswer.of(submitted, Optional.empty()))
        .build();
  }

  @GET
  @RolesAllowed(PermissionName.APPLICATION_READ)
  @Operation(summary = "Applications in one state, oldest first (Registration Officer)")
  @APIResponse(
      responseCode = "200",
      description = "Found",
      content =
          @Content(
              schema = @Schema(type = SchemaType.ARRAY, implementation = ApplicationSummary.class)))
  public Response list(
      @QueryParam("state") @DefaultValue("SUBMITTED") String state,
      @QueryParam("page") @DefaultValue("0") String page) {
    List<ApplicationSummary> found = registration.list(state(state), number(page));
    return Response.ok(found).build();
  }

  @GET
  @PermitAll
  @Path(ID)
  @Operation(summary = "One application; a Registration Officer sees all of it")
  @APIResponse(
      responseCode = "200",
      description = "State, and the certificate once there is one",
      content = @Content(schema = @Schema(oneOf = {ApplicationAnswer.class, ReviewAnswer.class})))
  public Response find(@PathParam("id") String id) {
    if (caller.get().may(Permission.APPLICATION_READ)) {
      var review = registration.review(id);
      return answer(ReviewAnswer.of(review, certificate(review.progress())));
    }
    return answer(registration.progress(id));
  }

  @GET
  @PermitAll
  @Path(ID + "/status")
  @Operation(summary = "Present status of the certificate, for its subject")
  @APIResponse(
      responseCode = "200",
      description = "The status service's record",
      content = @Content(schema = @Schema(implementation = StatusAnswer.class)))
  public Response status(@PathParam("id") String id) {
    ApplicationProgress progress = registration.progress(id);
    return progress
        .issuer()
        .flatMap(
            issuer ->
                progress.serial().map(serial -> dissemination.statusToSubject(issuer, serial)))
        .map(status -> answer(StatusAnswer.of(status)))
        .orElseThrow(() -> new RequestRefused(Refusal.NOT_FOUND, "there is no certificate yet"));
  }

  @POST
  @RolesAllowed(PermissionName.APPLICATION_DECIDE)
  @Path(ID + "/approval")
  // What has no body has no type either; a body of another type is refused by its reader.
  @Consumes(MediaType.WILDCARD)
  @Operation(summary = "Approve, and have the certificate generated (Registration Officer)")
  @RequestBody(
      required = false,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = ApprovalBody.class)))
  @APIResponse(
      responseCode = "200",
      description = "CERTIFIED with issuer and serial",
      content = @Content(schema = @Schema(implementation = ApplicationAnswer.class)))
  public Response approve(@PathParam("id") String id, @OptionalBody @Nullable ApprovalBody body) {
    List<IdentityEvidence> seen =
        ApplicationBody.readEvidence(body == null ? null : body.evidence());
    return answer(approvals.approve(id, seen));
  }

  @POST
  @RolesAllowed(PermissionName.APPLICATION_DECIDE)
  @Path(ID + "/rejection")
  @Operation(summary = "Reject with a reason (Registration Officer)")
  @APIResponse(
      responseCode = "200",
      description = "REJECTED",
      content = @Content(schema = @Schema(implementation = ApplicationAnswer.class)))
  public Response reject(@PathParam("id") String id, RejectionBody body) {
    return answer(approvals.reject(id, body.reason()));
  }

  private Response answer(ApplicationProgress progress) {
    return answer(ApplicationAnswer.of(progress, certificate(progress)));
  }

  private static Response answer(Record body) {
    return Response.ok(body).build();
  }

  private Optional<String> certificate(ApplicationProgress progress) {
    return progress
        .issuer()
        .flatMap(issuer -> progress.serial().map(serial -> dissemination.toSubject(issuer, serial)))
        .map(Pem::certificate);
  }

  private static ApplicationState state(String name) {
    return Arrays.stream(ApplicationState.values())
        .filter(state -> state.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new RequestRefused(
                    Refusal.MALFORMED_REQUEST,
                    "state is none of " + Arrays.toString(ApplicationState.values())));
  }

  private static int number(String page) {
    if (!page.matches("[0-9]{1,6}")) {
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, "page is not a number");
    }
    return Integer.parseInt(page);
  }
}
