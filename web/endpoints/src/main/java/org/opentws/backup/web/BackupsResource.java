package org.opentws.backup.web;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.nio.file.Files;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.opentws.access.store.PermissionName;
import org.opentws.backup.BackupService;
import org.opentws.backup.BackupView;

/** Backups (5.2.8.2). One is restored by the operation RESTORE_BACKUP and the launcher. */
@Path("/backups")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "operations")
@RequestScoped
public class BackupsResource {
  @EJB private BackupService backups;

  @GET
  @RolesAllowed(PermissionName.BACKUP_CREATE)
  @Operation(summary = "The backups that were made, newest first, at most 200 (System Operator)")
  public List<BackupView> list() {
    return backups.list();
  }

  @POST
  @RolesAllowed(PermissionName.BACKUP_CREATE)
  @Operation(summary = "Make a backup now; the answer comes when it is whole and on the disk")
  @APIResponse(
      responseCode = "201",
      description = "Made",
      content = @Content(schema = @Schema(implementation = BackupView.class)))
  @APIResponse(responseCode = "409", description = "another one is being made, or no room for it")
  public Response create() {
    BackupView made = backups.create();
    return Response.status(Response.Status.CREATED)
        .header(HttpHeaders.LOCATION, "/api/v1/backups/" + made.id())
        .entity(made)
        .build();
  }

  @GET
  @Path("{id: [A-Za-z0-9_-]{22}}")
  @Produces({"application/zip", MediaType.APPLICATION_JSON})
  @RolesAllowed(PermissionName.BACKUP_CREATE)
  @Operation(summary = "The file of a backup, encrypted as it is, to be taken to another place")
  @APIResponse(responseCode = "404", description = "no such backup, or its file is not here")
  public Response fetch(@PathParam("id") String id) {
    java.nio.file.Path file = backups.file(id);
    StreamingOutput sent = out -> Files.copy(file, out);
    return Response.ok(sent, "application/zip")
        .header(
            HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + file.getFileName() + "\"")
        .build();
  }
}
