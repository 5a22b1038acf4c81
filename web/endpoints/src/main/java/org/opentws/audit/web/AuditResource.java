package org.opentws.audit.web;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.opentws.access.store.PermissionName;
import org.opentws.audit.AuditSpaceWatch;
import org.opentws.audit.review.AuditCount;
import org.opentws.audit.review.AuditReviewService;
import org.opentws.audit.review.AuditVerificationService;
import org.opentws.audit.review.AuditVerificationService.Extent;

/**
 * The audit log by REST, for System Auditors: it can be read and verified, nothing else (AA5.2).
 */
@Path("/audit")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "audit")
@RequestScoped
public class AuditResource {
  /** Records by hour, type and outcome. */
  public record Counts(List<AuditCount> counts) {}

  @Inject private AuditReviewService review;
  @Inject private AuditVerificationService verification;
  @Inject private AuditSpaceWatch space;

  @GET
  @RolesAllowed(PermissionName.AUDIT_READ)
  @Path("records")
  @Operation(summary = "Search the audit log, newest first (System Auditor); the look is recorded")
  @Parameter(name = "from", in = ParameterIn.QUERY, description = "RFC 3339 time, included")
  @Parameter(name = "to", in = ParameterIn.QUERY, description = "RFC 3339 time, excluded")
  @Parameter(name = "type", in = ParameterIn.QUERY, description = "event type, such as LOGIN")
  @Parameter(name = "user", in = ParameterIn.QUERY, description = "account or component, exactly")
  @Parameter(name = "outcome", in = ParameterIn.QUERY, description = "SUCCESS, REFUSED or FAILURE")
  @Parameter(name = "object", in = ParameterIn.QUERY, description = "object, exactly")
  @Parameter(name = "text", in = ParameterIn.QUERY, description = "whole words, all of them")
  @Parameter(name = "before", in = ParameterIn.QUERY, description = "\"next\" of the page before")
  @Parameter(name = "limit", in = ParameterIn.QUERY, description = "1 to 500, default 100")
  @APIResponse(
      responseCode = "200",
      description = "records and, if there may be older ones, next",
      content = @Content(schema = @Schema(implementation = AuditAnswer.Page.class)))
  @APIResponse(responseCode = "400", description = "a filter that cannot be understood")
  public Response records(@Context UriInfo uri) {
    return answer(
        AuditAnswer.Page.of(review.search(new AuditQueryText(uri.getQueryParameters()).query())));
  }

  @GET
  @RolesAllowed(PermissionName.AUDIT_READ)
  @Path("history")
  @Operation(summary = "All records that name an object, newest first (System Auditor)")
  @Parameter(name = "object", in = ParameterIn.QUERY, description = "such as account:somebody")
  @Parameter(name = "before", in = ParameterIn.QUERY, description = "\"next\" of the page before")
  @Parameter(name = "limit", in = ParameterIn.QUERY, description = "1 to 500, default 100")
  @APIResponse(
      responseCode = "200",
      description = "records and, if there may be older ones, next",
      content = @Content(schema = @Schema(implementation = AuditAnswer.Page.class)))
  public Response history(@Context UriInfo uri) {
    AuditQueryText text = new AuditQueryText(uri.getQueryParameters());
    return answer(
        AuditAnswer.Page.of(review.history(text.required("object"), text.before(), text.limit())));
  }

  @GET
  @RolesAllowed(PermissionName.AUDIT_READ)
  @Path("following")
  @Operation(summary = "What came after a record, oldest first, at once (System Auditor)")
  @Parameter(name = "after", in = ParameterIn.QUERY, description = "index of the last one seen")
  @APIResponse(
      responseCode = "200",
      description = "records",
      content = @Content(schema = @Schema(implementation = AuditAnswer.Following.class)))
  public Response following(@Context UriInfo uri) {
    long after = new AuditQueryText(uri.getQueryParameters()).after();
    return answer(AuditAnswer.Following.of(review.follow(after)));
  }

  @GET
  @RolesAllowed(PermissionName.AUDIT_READ)
  @Path("counts")
  @Operation(summary = "How many records by hour, type and outcome (System Auditor)")
  @Parameter(name = "from", in = ParameterIn.QUERY, description = "RFC 3339 time")
  @Parameter(name = "to", in = ParameterIn.QUERY, description = "RFC 3339 time")
  @APIResponse(
      responseCode = "200",
      description = "counts",
      content = @Content(schema = @Schema(implementation = Counts.class)))
  public Response counts(@Context UriInfo uri) {
    AuditQueryText text = new AuditQueryText(uri.getQueryParameters());
    Instant from = text.requiredTime("from");
    return answer(new Counts(review.counts(from, text.requiredTime("to"))));
  }

  @GET
  @RolesAllowed(PermissionName.ALARM_READ)
  @Path("status")
  @Operation(summary = "Whether records are written and signed, and the room for them")
  @APIResponse(
      responseCode = "200",
      description = "the audit function now",
      content = @Content(schema = @Schema(implementation = AuditAnswer.Status.class)))
  public Response status() {
    return answer(AuditAnswer.Status.of(review.status(), space.space()));
  }

  @POST
  @RolesAllowed(PermissionName.AUDIT_VERIFY)
  @Path("verification")
  @Operation(summary = "Verify the audit log (System Auditor); the result is recorded")
  @Parameter(
      name = "extent",
      in = ParameterIn.QUERY,
      description = "COMPLETE (default), or INCREMENTAL: what is new since the last verification")
  @APIResponse(
      responseCode = "200",
      description = "result OK or BROKEN, with the first bad record",
      content = @Content(schema = @Schema(implementation = AuditAnswer.Verification.class)))
  @APIResponse(responseCode = "409", description = "another verification is running")
  public Response verification(@Context UriInfo uri) {
    Extent extent = new AuditQueryText(uri.getQueryParameters()).extent();
    return answer(AuditAnswer.Verification.of(verification.verify(extent)));
  }

  // Names of people, and results that change: for nobody's cache.
  private static Response answer(Record body) {
    return Response.ok(body).build();
  }
}
