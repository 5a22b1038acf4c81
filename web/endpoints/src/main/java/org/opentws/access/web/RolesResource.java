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
import org.opentws.access.administration.RoleView;
import org.opentws.access.administration.UserAdministrationService;
import org.opentws.access.store.PermissionName;
import org.opentws.dualcontrol.OperationView;
import org.opentws.dualcontrol.web.OperationsResource;

/** Roles and who holds them (M1.3). A change is an operation that takes two. */
@Path("roles")
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
  public record RoleChangeRequest(String account, String role, Optional<Action> action) {}

  @Inject UserAdministrationService administration;

  @GET
  @RolesAllowed(PermissionName.USER_READ)
  public List<RoleView> list() {
    return administration.roles();
  }

  @POST
  @RolesAllowed(PermissionName.USER_REQUEST)
  public Response request(RoleChangeRequest change) {
    OperationView operation =
        switch (change.action().orElse(Action.assign)) {
          case assign -> administration.requestAssignment(change.account(), change.role());
          case remove -> administration.requestRemoval(change.account(), change.role());
        };
    return OperationsResource.created(operation);
  }
}
