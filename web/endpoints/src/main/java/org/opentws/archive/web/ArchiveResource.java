package org.opentws.archive.web;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.opentws.access.store.PermissionName;
import org.opentws.archive.ArchiveService;
import org.opentws.archive.store.ArchiveRepository;
import org.opentws.archive.store.StoredArchive;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;

/** The archive (5.2.7). An archive is deleted by the dual-control operation DELETE_ARCHIVE. */
@Path("/archives")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "archive")
@RequestScoped
public class ArchiveResource {
  @EJB private ArchiveService archives;

  @POST
  @RolesAllowed(PermissionName.ARCHIVE_CREATE)
  @Operation(summary = "Archive all that no archive has yet (System Operator)")
  @APIResponse(
      responseCode = "201",
      description = "the archive",
      content = @Content(schema = @Schema(implementation = ArchiveView.class)))
  @APIResponse(responseCode = "409", description = "another one was made at the same time")
  public Response create() {
    return Response.status(Response.Status.CREATED)
        .entity(ArchiveView.of(archives.create()))
        .build();
  }

  @GET
  @RolesAllowed(PermissionName.ARCHIVE_READ)
  @Operation(summary = "Archives, newest first, at most 1000 (System Auditor); recorded")
  @Parameter(name = "before", in = ParameterIn.QUERY, description = "only lower numbers")
  @APIResponse(
      responseCode = "200",
      description = "archives, those deleted too",
      content = @Content(schema = @Schema(implementation = ArchiveView.Page.class)))
  public Response list(@QueryParam("before") @Nullable String before) {
    long number = before == null ? Long.MAX_VALUE : number(before);
    return Response.ok(
            new ArchiveView.Page(
                archives.list(number, ArchiveService.SHOWN_MAX).stream()
                    .map(ArchiveView::of)
                    .toList()))
        .build();
  }

  @GET
  @RolesAllowed(PermissionName.ARCHIVE_READ)
  @Path("entries")
  @Operation(
      summary = "What is archived, by type and time, at most 1000 (System Auditor); recorded")
  @Parameter(
      name = "type",
      in = ParameterIn.QUERY,
      description = "CERTIFICATE, CRL, AUDIT_RECORDS, or a type of audit records")
  @Parameter(name = "from", in = ParameterIn.QUERY, description = "RFC 3339 time, included")
  @Parameter(name = "to", in = ParameterIn.QUERY, description = "RFC 3339 time, excluded")
  @APIResponse(
      responseCode = "200",
      description = "what was found, oldest first",
      content = @Content(schema = @Schema(implementation = ArchiveView.Findings.class)))
  @APIResponse(responseCode = "400", description = "a search that cannot be understood")
  public Response entries(
      @QueryParam("type") @Nullable String type,
      @QueryParam("from") @Nullable String from,
      @QueryParam("to") @Nullable String to) {
    return Response.ok(
            new ArchiveView.Findings(
                archives.entries(type == null ? "" : type, time("from", from), time("to", to))))
        .build();
  }

  @GET
  @RolesAllowed(PermissionName.ARCHIVE_READ)
  @Path("{id: [A-Za-z0-9_-]{1,22}}/package")
  @Produces({"application/zip", MediaType.APPLICATION_JSON})
  @Operation(summary = "The signed package of an archive (System Auditor); recorded")
  @APIResponse(responseCode = "200", description = "the package, as it was made")
  @APIResponse(responseCode = "404", description = "no such archive")
  @APIResponse(responseCode = "409", description = "it was deleted")
  @APIResponse(responseCode = "422", description = "it is not as it was made")
  public Response fetch(@PathParam("id") String id) {
    long number = id.matches("[1-9][0-9]{0,17}") ? Long.parseLong(id) : 0;
    StoredArchive archive = archives.opened(number);
    StreamingOutput sent =
        out -> {
          int part = 0;
          for (long rest = archive.length(); rest > 0; rest -= ArchiveRepository.PART_OCTETS) {
            out.write(archives.part(number, part++));
          }
        };
    return Response.ok(sent, "application/zip")
        .header(
            HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"archive-" + number + ".zip\"")
        .build();
  }

  private static long number(String text) {
    if (!text.matches("[0-9]{1,18}")) {
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, "before is the number of an archive");
    }
    return Long.parseLong(text);
  }

  private static Instant time(String name, @Nullable String text) {
    try {
      return Instant.parse(text == null ? "" : text);
    } catch (DateTimeParseException e) {
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, name + " is an RFC 3339 time in UTC", e);
    }
  }
}
