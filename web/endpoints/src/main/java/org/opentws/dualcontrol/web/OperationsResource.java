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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.opentws.access.FactorProof;
import org.opentws.access.store.PermissionName;
import org.opentws.dualcontrol.DualControlService;
import org.opentws.dualcontrol.OperationView;
import org.opentws.error.web.OptionalBody;

/** What takes two persons (KM1.3): request here, approve by another person. */
@Path("operations")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class OperationsResource {
  /**
   * What is asked.
   *
   * @param type for example GENERATE_KEY
   */
  public record Request(String type, Map<String, String> parameters) {}

  /**
   * What the approver agrees to.
   *
   * @param hash of the operation as the approver read it
   * @param password the approver's second factor, given afresh for this approval
   */
  public record Approval(Optional<String> hash, Optional<String> password) {
    /** Never the password. */
    @Override
    public String toString() {
      return "Approval[" + hash + "]";
    }
  }

  /** Why not. */
  public record Rejection(String reason) {}

  @Inject DualControlService dualControl;

  @GET
  @RolesAllowed(PermissionName.OPERATION_TAKE_PART)
  public List<OperationView> list() {
    return dualControl.list();
  }

  @POST
  @RolesAllowed(PermissionName.OPERATION_TAKE_PART)
  public Response request(Request request) {
    return created(dualControl.request(request.type(), request.parameters()));
  }

  /** The answer to a request for an operation, from whatever resource. */
  public static Response created(OperationView operation) {
    return Response.created(UriBuilder.fromPath("operations/{id}").build(operation.id()))
        .entity(operation)
        .build();
  }

  @GET
  @RolesAllowed(PermissionName.OPERATION_TAKE_PART)
  @Path("{id}")
  public OperationView find(@PathParam("id") String id) {
    return dualControl.find(id);
  }

  @POST
  @RolesAllowed(PermissionName.OPERATION_TAKE_PART)
  @Path("{id}/approval")
  // What has no body has no type either; a body of another type is refused by its reader.
  @Consumes(MediaType.WILDCARD)
  public OperationView approve(@PathParam("id") String id, @OptionalBody Approval approval) {
    return dualControl.approve(id, approval.hash(), approval.password().map(FactorProof::password));
  }

  @POST
  @RolesAllowed(PermissionName.OPERATION_TAKE_PART)
  @Path("{id}/rejection")
  public OperationView reject(@PathParam("id") String id, Rejection rejection) {
    return dualControl.reject(id, rejection.reason());
  }
}
