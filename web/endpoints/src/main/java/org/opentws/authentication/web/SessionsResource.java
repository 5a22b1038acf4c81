package org.opentws.authentication.web;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.opentws.access.store.PermissionName;
import org.opentws.authentication.SessionAdministrationService;
import org.opentws.authentication.SessionView;

/** The sessions of others (Security Officer). */
@Path("sessions")
@Tag(name = "session")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class SessionsResource {
  @Inject SessionAdministrationService administration;

  @GET
  @RolesAllowed(PermissionName.SESSION_ADMINISTER)
  @Operation(summary = "Open sessions, the one last used first; at most 1000")
  public List<SessionView> list() {
    return administration.sessions();
  }

  @DELETE
  @RolesAllowed(PermissionName.SESSION_ADMINISTER)
  @Path("{id}")
  @Operation(summary = "End a session, on every node at its next request")
  @APIResponse(responseCode = "204", description = "Ended")
  public Response end(@PathParam("id") String id) {
    administration.end(id);
    return Response.noContent().build();
  }
}
