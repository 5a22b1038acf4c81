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
import org.opentws.access.administration.UserAdministrationService;
import org.opentws.access.administration.UserView;
import org.opentws.access.store.PermissionName;
import org.opentws.dualcontrol.web.OperationsResource;

/** Users (M1.2a). A new one is an operation that a second security officer approves. */
@Path("users")
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
  public List<UserView> list() {
    return administration.users();
  }

  @POST
  @RolesAllowed(PermissionName.USER_REQUEST)
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
