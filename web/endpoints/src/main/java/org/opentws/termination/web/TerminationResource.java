package org.opentws.termination.web;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.nio.file.Files;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.opentws.access.store.PermissionName;
import org.opentws.error.ServiceUnavailable;
import org.opentws.termination.TerminationService;

/** The package that two persons allowed by the operation EXPORT_TERMINATION_PACKAGE. */
@Path("/termination-packages/{id: [A-Za-z0-9_-]{22}}")
@Produces({"application/zip", MediaType.APPLICATION_JSON})
@Tag(name = "operations")
@RequestScoped
public class TerminationResource {
  @EJB private TerminationService termination;

  @GET
  @RolesAllowed(PermissionName.TERMINATION_EXPORT)
  @Operation(summary = "Everything that must be kept after the provider stops, as a signed archive")
  @APIResponse(responseCode = "404", description = "no such operation")
  @APIResponse(responseCode = "409", description = "not approved, or longer ago than a day")
  public Response fetch(@PathParam("id") String id) {
    java.nio.file.Path scratch = scratch();
    java.nio.file.Path file;
    try {
      // On disk first: a failure on the way must become an answer that says so, not half a file.
      file = termination.export(id, scratch);
    } catch (RuntimeException e) {
      termination.discard(scratch);
      throw e;
    }
    StreamingOutput sent =
        out -> {
          try {
            Files.copy(file, out);
          } finally {
            termination.discard(scratch);
          }
        };
    return Response.ok(sent, "application/zip")
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"termination-package.zip\"")
        .build();
  }

  private static java.nio.file.Path scratch() {
    try {
      return Files.createTempDirectory("termination-package");
    } catch (IOException e) {
      throw new ServiceUnavailable(
          ServiceUnavailable.Cause.DISK, "the package cannot be kept on disk", e);
    }
  }
}
