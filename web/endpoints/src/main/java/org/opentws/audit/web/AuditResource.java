package org.opentws.audit.web;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.opentws.access.store.PermissionName;
import org.opentws.audit.review.AuditReviewService;

/**
 * The audit log by REST, for System Auditors: it can be read and verified, nothing else (AA5.2).
 */
@Path("/audit")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "audit")
@RequestScoped
public class AuditResource {
  @Inject private AuditReviewService review;

  @GET
  @RolesAllowed(PermissionName.AUDIT_READ)
  @Path("records")
  @Operation(summary = "Search the audit log, newest first (System Auditor); the look is recorded")
  @Parameter(name = "from", in = ParameterIn.QUERY, description = "RFC 3339 time, included")
  @Parameter(name = "to", in = ParameterIn.QUERY, description = "RFC 3339 time, excluded")
  @Parameter(name = "type", in = ParameterIn.QUERY, description = "event type, such as LOGIN")
  @Parameter(name = "user", in = ParameterIn.QUERY, description = "account or component, exactly")
  @Parameter(name = "outcome", in = ParameterIn.QUERY, description = "SUCCESS, REFUSED or FAILURE")
  @Parameter(name = "before", in = ParameterIn.QUERY, description = "\"next\" of the page before")
  @Parameter(name = "limit", in = ParameterIn.QUERY, description = "1 to 500, default 100")
  @APIResponse(
      responseCode = "200",
      description = "records and, if there are older ones, next",
      content = @Content(schema = @Schema(implementation = AuditAnswer.Page.class)))
  @APIResponse(responseCode = "400", description = "a filter that cannot be understood")
  public Response records(@Context UriInfo uri) {
    return answer(
        AuditAnswer.Page.of(review.search(new AuditQueryText(uri.getQueryParameters()).query())));
  }

  @POST
  @RolesAllowed(PermissionName.AUDIT_VERIFY)
  @Path("verification")
  @Operation(summary = "Verify the whole audit log (System Auditor); the result is recorded")
  @APIResponse(
      responseCode = "200",
      description = "result OK or BROKEN, with the first bad record",
      content = @Content(schema = @Schema(implementation = AuditAnswer.Verification.class)))
  @APIResponse(responseCode = "409", description = "another verification is running")
  public Response verification() {
    return answer(AuditAnswer.Verification.of(review.verify()));
  }

  // Names of people, and results that change: for nobody's cache.
  private static Response answer(Record body) {
    CacheControl never = new CacheControl();
    never.setNoStore(true);
    return Response.ok(body).cacheControl(never).build();
  }
}
