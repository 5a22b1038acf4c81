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
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.opentws.access.administration.UserAdministrationService;
import org.opentws.access.administration.UserView;
import org.opentws.access.store.PermissionName;
import org.opentws.dualcontrol.OperationView;
import org.opentws.dualcontrol.web.OperationsResource;

/** Users (M1.2a). A new one is an operation that a second security officer approves. */
@Path("users")
@Tag(name = "users")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class UsersResource {
  /**
   * The user to be.
   *
   * @param certificate control certificate, base64 of DER
   * @param passwordHash Argon2id in PHC form: nobody but the user knows the password
   */
  public record NewUserRequest(
      String account, String person, String certificate, String passwordHash) {
    /** Never the hash. */
    @Override
    public String toString() {
      return "NewUserRequest[" + account + "]";
    }
  }

  @Inject UserAdministrationService administration;

  @GET
  @RolesAllowed(PermissionName.USER_READ)
  @Operation(summary = "All users and their roles (Security Officer)")
  public List<UserView> list() {
    return administration.users();
  }

  @POST
  @RolesAllowed(PermissionName.USER_REQUEST)
  @Operation(summary = "Ask for a new user (Security Officer); another person approves")
  @APIResponse(
      responseCode = "201",
      description = "Requested",
      content = @Content(schema = @Schema(implementation = OperationView.class)))
  public Response request(NewUserRequest user) {
    return OperationsResource.created(
        administration.requestUser(
            Map.of(
                "account", user.account(),
                "person", user.person(),
                "certificate", user.certificate(),
                "passwordHash", user.passwordHash())));
  }
}
