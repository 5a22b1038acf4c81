package org.opentws.dualcontrol.web;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.opentws.access.FactorProof;
import org.opentws.access.store.PermissionName;
import org.opentws.dualcontrol.DualControlService;
import org.opentws.dualcontrol.OperationView;
import org.opentws.error.web.OptionalBody;

/** What takes two persons (KM1.3): request here, approve by another person. */
@Path("operations")
@Tag(name = "operations")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class OperationsResource {
  /**
   * What is asked.
   *
   * @param type for example GENERATE_KEY
   */
  @Schema(name = "OperationRequest")
  public record Request(String type, Map<String, String> parameters) {}

  /**
   * What the approver agrees to.
   *
   * @param hash of the operation as the approver read it
   * @param password the approver's second factor, given afresh for this approval; or
   * @param authenticator the answer of WebAuthn's credentials.get to this operation's question
   */
  @Schema(name = "OperationApproval")
  public record Approval(
      Optional<String> hash, Optional<String> password, Optional<String> authenticator) {
    Optional<FactorProof> factor() {
      return authenticator
          .map(FactorProof::authenticator)
          .or(() -> password.map(FactorProof::password));
    }

    /** Never the password. */
    @Override
    public String toString() {
      return "Approval[" + hash + "]";
    }
  }

  /** Why not. */
  @Schema(name = "OperationRejection")
  public record Rejection(String reason) {}

  @Inject DualControlService dualControl;

  @GET
  @RolesAllowed(PermissionName.OPERATION_TAKE_PART)
  @Operation(summary = "Operations that concern the caller, newest first")
  public List<OperationView> list() {
    return dualControl.list();
  }

  @POST
  @RolesAllowed(PermissionName.OPERATION_TAKE_PART)
  @Operation(summary = "Ask for an operation; nothing happens before another person approves")
  @APIResponse(
      responseCode = "201",
      description = "Requested",
      content = @Content(schema = @Schema(implementation = OperationView.class)))
  public Response request(Request request) {
    return created(dualControl.request(request.type(), request.parameters()));
  }

  /** The answer to a request for an operation, from whatever resource. */
  public static Response created(OperationView operation) {
    // The path alone: the caller's Host header has no part in what we say.
    return Response.status(Response.Status.CREATED)
        .header(HttpHeaders.LOCATION, "/api/v1/operations/" + operation.id())
        .entity(operation)
        .build();
  }

  @GET
  @RolesAllowed(PermissionName.OPERATION_TAKE_PART)
  @Path("{id}")
  @Operation(summary = "One operation: what exactly is asked, by whom, how far it is")
  public OperationView find(@PathParam("id") String id) {
    return dualControl.find(id);
  }

  @POST
  @RolesAllowed(PermissionName.OPERATION_TAKE_PART)
  @Path("{id}/approval")
  // What has no body has no type either; a body of another type is refused by its reader.
  @Consumes(MediaType.WILDCARD)
  @Operation(summary = "Approve; the operation is executed at once, once")
  @RequestBody(
      required = false,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Approval.class)))
  public OperationView approve(@PathParam("id") String id, @OptionalBody Approval approval) {
    return dualControl.approve(id, approval.hash(), approval.factor());
  }

  @GET
  @RolesAllowed(PermissionName.OPERATION_TAKE_PART)
  @Path("{id}/question")
  @Operation(summary = "Options of WebAuthn's credentials.get to approve exactly this operation")
  public String question(@PathParam("id") String id, @QueryParam("hash") String hash) {
    return dualControl.question(id, Optional.ofNullable(hash));
  }

  @POST
  @RolesAllowed(PermissionName.OPERATION_TAKE_PART)
  @Path("{id}/rejection")
  @Operation(summary = "Reject with a reason; nothing is done")
  public OperationView reject(@PathParam("id") String id, Rejection rejection) {
    return dualControl.reject(id, rejection.reason());
  }
}
