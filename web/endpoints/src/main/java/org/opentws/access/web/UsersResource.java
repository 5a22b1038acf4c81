package org.opentws.access.web;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
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
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;

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

  private static final int PAGE_MAX = 1_000_000;

  @Inject UserAdministrationService administration;

  @GET
  @RolesAllowed(PermissionName.USER_READ)
  @Operation(summary = "Users with what they hold, by account, 100 a page (Security Officer)")
  public List<UserView> list(
      @QueryParam("filter") @DefaultValue("") String filter,
      @QueryParam("page") @DefaultValue("0") int page) {
    if (page < 0 || page > PAGE_MAX) {
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, "page: 0 to " + PAGE_MAX);
    }
    return administration.users(filter, page);
  }

  @GET
  @RolesAllowed(PermissionName.USER_READ)
  @Path("{account}")
  @Operation(summary = "One user (Security Officer)")
  public UserView find(@PathParam("account") String account) {
    return administration.user(account);
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
