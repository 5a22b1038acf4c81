package org.opentws.audit.web;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.opentws.access.store.PermissionName;
import org.opentws.audit.format.TilePath;
import org.opentws.audit.review.AuditCatalogue;
import org.opentws.audit.review.AuditExportService;
import org.opentws.audit.review.AuditLine;
import org.opentws.audit.review.AuditQuery;
import org.opentws.audit.review.AuditText;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;

/** What a System Auditor takes along from the audit log. */
@Path("/audit")
@Tag(name = "audit")
@RequestScoped
public class AuditExportResource {
  /** Event types and fields. */
  public record Catalogue(List<AuditCatalogue.Type> types, List<AuditCatalogue.Field> fields) {}

  @Inject private AuditExportService exports;

  @GET
  @RolesAllowed(PermissionName.AUDIT_READ)
  @Path("records/{index}/proof")
  @Produces({"text/plain", MediaType.APPLICATION_JSON})
  @Operation(summary = "Proof that a record stands in the log, as C2SP tlog-proof")
  @APIResponse(responseCode = "404", description = "no signed checkpoint covers such a record yet")
  public Response proof(@PathParam("index") String index) {
    return file(
        exports.prove(AuditQueryText.numberInPath(index)),
        "text/plain; charset=utf-8",
        index + ".tlog-proof");
  }

  @GET
  @RolesAllowed(PermissionName.AUDIT_READ)
  @Path("log/checkpoint")
  @Produces({"text/plain", MediaType.APPLICATION_JSON})
  @Operation(summary = "The log as C2SP tlog-tiles: its newest signed checkpoint")
  public Response checkpoint() {
    return Response.ok(exports.checkpoint(), "text/plain; charset=utf-8").build();
  }

  @GET
  @RolesAllowed(PermissionName.AUDIT_READ)
  @Path("log/tile/{level}/{part: .+}")
  @Produces({MediaType.APPLICATION_OCTET_STREAM, MediaType.APPLICATION_JSON})
  @Operation(summary = "The log as C2SP tlog-tiles: hashes of a level of the tree")
  @APIResponse(responseCode = "404", description = "no signed checkpoint covers all of it")
  public Response tile(@PathParam("level") String level, @PathParam("part") String part) {
    return octets(exports.tile(level(level), part(part)));
  }

  @GET
  @RolesAllowed(PermissionName.AUDIT_READ)
  @Path("log/tile/entries/{part: .+}")
  @Produces({MediaType.APPLICATION_OCTET_STREAM, MediaType.APPLICATION_JSON})
  @Operation(summary = "The log as C2SP tlog-tiles: records; the look is recorded")
  @APIResponse(responseCode = "404", description = "no signed checkpoint covers all of it")
  public Response entries(@PathParam("part") String part) {
    return octets(exports.entries(part(part)));
  }

  private static int level(String text) {
    if (!text.matches("[0-9]|[1-5][0-9]|6[0-3]")) {
      throw new RequestRefused(Refusal.NOT_FOUND, "a level is a number from 0 to 63");
    }
    return Integer.parseInt(text);
  }

  private static TilePath.Part part(String text) {
    return TilePath.part(text)
        .orElseThrow(
            () -> new RequestRefused(Refusal.NOT_FOUND, "no tile or bundle has such a name"));
  }

  private static Response octets(byte[] contents) {
    return Response.ok(contents, MediaType.APPLICATION_OCTET_STREAM).build();
  }

  @GET
  @RolesAllowed(PermissionName.AUDIT_READ)
  @Path("export")
  @Produces({"text/csv", MediaType.APPLICATION_JSON, "application/zip"})
  @Operation(summary = "All records that fit, newest first; filters as for a search")
  @Parameter(
      name = "format",
      in = ParameterIn.QUERY,
      description = "csv, json (an array), or signed: a ZIP archive with proofs and a signature")
  public Response export(@Context UriInfo uri) {
    AuditQueryText text = new AuditQueryText(uri.getQueryParameters());
    AuditQuery query = text.exportQuery();
    return switch (text.format()) {
      case "csv" -> {
        Written csv = new Written(AuditText.CSV_HEADER + "\r\n", AuditText::csv, "\r\n", "\r\n");
        yield file(
            spooled(query, "csv", csv),
            "text/csv; charset=utf-8; header=present",
            "audit-records.csv");
      }
      case "json" -> {
        Written json = new Written("[\n", AuditText::json, ",\n", "\n]\n");
        yield file(spooled(query, "json", json), MediaType.APPLICATION_JSON, "audit-records.json");
      }
      case "signed" -> file(exports.signed(query), "application/zip", "audit-records.zip");
      default ->
          throw new RequestRefused(
              Refusal.MALFORMED_REQUEST, "format is none of csv, json, signed");
    };
  }

  /** How records become a text: what stands before, between and after them. */
  private record Written(
      String before, Function<AuditLine, String> form, String between, String after) {}

  /** On disk first: a failure on the way must become an answer that says so, not half a file. */
  private StreamingOutput spooled(AuditQuery query, String format, Written written) {
    try {
      java.nio.file.Path spool = Files.createTempFile("audit-export", ".part");
      try (Writer out = Files.newBufferedWriter(spool, StandardCharsets.UTF_8)) {
        out.write(written.before());
        boolean[] more = {false};
        exports.export(
            query,
            format,
            line -> {
              write(out, (more[0] ? written.between() : "") + written.form().apply(line));
              more[0] = true;
            });
        out.write(more[0] ? written.after() : written.after().strip());
      } catch (IOException | RuntimeException e) {
        Files.delete(spool);
        throw e;
      }
      return out -> {
        try {
          Files.copy(spool, out);
        } finally {
          Files.delete(spool);
        }
      };
    } catch (IOException e) {
      throw full(e);
    }
  }

  private static void write(Writer out, String text) {
    try {
      out.write(text);
    } catch (IOException e) {
      throw full(e);
    }
  }

  private static ServiceUnavailable full(IOException e) {
    return new ServiceUnavailable(
        ServiceUnavailable.Cause.DISK, "the export cannot be kept on disk", e);
  }

  private static Response file(Object contents, String type, String name) {
    return Response.ok(contents, type)
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
        .build();
  }

  @GET
  @RolesAllowed(PermissionName.AUDIT_READ)
  @Path("catalogue")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "Event types and fields of audit records")
  public Catalogue catalogue() {
    return new Catalogue(AuditCatalogue.types(), AuditCatalogue.fields());
  }

  @GET
  @RolesAllowed(PermissionName.AUDIT_READ)
  @Path("schema")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "JSON Schema of an audit record")
  public Response schema() {
    return Response.ok(AuditCatalogue.schema(), MediaType.APPLICATION_JSON).build();
  }
}
