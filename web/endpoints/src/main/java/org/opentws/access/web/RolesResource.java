package org.opentws.access.web;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.opentws.access.administration.RoleView;
import org.opentws.access.administration.UserAdministrationService;
import org.opentws.access.store.PermissionName;
import org.opentws.dualcontrol.OperationView;
import org.opentws.dualcontrol.web.OperationsResource;

/** Roles and who holds them (M1.3). A change is an operation that takes two. */
@Path("roles")
@Tag(name = "users")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class RolesResource {
  /** What is to happen with the role. */
  public enum Action {
    assign,
    remove
  }

  /**
   * A change.
   *
   * @param action assign if not said
   */
  public record RoleChangeRequest(
      String account,
      String role,
      @Schema(
              nullable = true,
              enumeration = {"assign", "remove"},
              implementation = String.class)
          Optional<Action> action) {}

  @Inject UserAdministrationService administration;

  @GET
  @RolesAllowed(PermissionName.USER_READ)
  @Operation(summary = "Roles, who has them, and what they exclude (Security Officer)")
  public List<RoleView> list() {
    return administration.roles();
  }

  @POST
  @RolesAllowed(PermissionName.USER_REQUEST)
  @Operation(summary = "Ask for a role to be given or taken (Security Officer)")
  @APIResponse(
      responseCode = "201",
      description = "Requested",
      content = @Content(schema = @Schema(implementation = OperationView.class)))
  public Response request(RoleChangeRequest change) {
    OperationView operation =
        switch (change.action().orElse(Action.assign)) {
          case assign -> administration.requestAssignment(change.account(), change.role());
          case remove -> administration.requestRemoval(change.account(), change.role());
        };
    return OperationsResource.created(operation);
  }
}
