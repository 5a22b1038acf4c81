package org.opentws.access.web;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.opentws.access.FactorProof;
import org.opentws.access.administration.OwnAccountService;
import org.opentws.access.administration.UserView;
import org.opentws.access.store.PermissionName;

/** The caller's own account. */
@Path("account")
@Tag(name = "users")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class AccountResource {
  /**
   * Another password.
   *
   * @param password the present one
   */
  public record PasswordChangeRequest(String password, String newPassword) {
    /** Never the passwords. */
    @Override
    public String toString() {
      return "PasswordChangeRequest";
    }
  }

  /**
   * A new authenticator.
   *
   * @param password the second factor as it is
   * @param response of WebAuthn's credentials.create, JSON
   */
  public record NewAuthenticator(String password, String label, String response) {
    /** Never the password. */
    @Override
    public String toString() {
      return "NewAuthenticator[" + label + "]";
    }
  }

  /**
   * The present second factor, for what needs no more.
   *
   * @param password the second factor as it is
   */
  @Schema(name = "AuthenticatorRemoval")
  public record Removal(String password) {
    /** Never the password. */
    @Override
    public String toString() {
      return "Removal";
    }
  }

  @Inject OwnAccountService accounts;

  @GET
  @RolesAllowed(PermissionName.PORTAL_USE)
  @Operation(summary = "The own account")
  public UserView find() {
    return accounts.account();
  }

  @POST
  @RolesAllowed(PermissionName.PORTAL_USE)
  @Path("password")
  @Operation(summary = "Change the own password; every session of the account ends")
  @APIResponse(responseCode = "204", description = "Changed")
  public Response changePassword(PasswordChangeRequest change) {
    accounts.changePassword(
        FactorProof.password(change.password()), change.newPassword().toCharArray());
    return Response.noContent().build();
  }

  @GET
  @RolesAllowed(PermissionName.PORTAL_USE)
  @Path("authenticators/question")
  @Operation(summary = "Options of WebAuthn's credentials.create for one more authenticator")
  public String question() {
    return accounts.authenticatorQuestion();
  }

  @POST
  @RolesAllowed(PermissionName.PORTAL_USE)
  @Path("authenticators")
  @Operation(summary = "Register an authenticator for the own account")
  @APIResponse(responseCode = "204", description = "Registered")
  public Response add(NewAuthenticator added) {
    accounts.addAuthenticator(
        FactorProof.password(added.password()), added.label(), added.response());
    return Response.noContent().build();
  }

  @POST
  @RolesAllowed(PermissionName.PORTAL_USE)
  @Path("authenticators/{id}/removal")
  @Operation(summary = "Take an authenticator of the own account away; its sessions end")
  @APIResponse(responseCode = "204", description = "Removed")
  public Response remove(@PathParam("id") String id, Removal removal) {
    accounts.removeAuthenticator(FactorProof.password(removal.password()), id);
    return Response.noContent().build();
  }
}
