package org.opentws.keymanagement.web;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.opentws.access.store.PermissionName;
import org.opentws.keymanagement.KeyInventoryService;
import org.opentws.keymanagement.activation.DeviceActivationService;
import org.opentws.keymanagement.activation.NodeDevices;
import org.opentws.keymanagement.activation.SharesGiven;

/**
 * The cryptographic devices of this node (KM1.2), for the same roles as the keys; and what Security
 * Officers do with those that wait for them (KM3.1, KM3.2).
 */
@Path("devices")
@Tag(name = "keys")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class DevicesResource {
  /** What a person brings. */
  public record Share(String share) {}

  @Inject private KeyInventoryService inventory;
  @Inject private DeviceActivationService activation;

  @GET
  @RolesAllowed(PermissionName.KEY_READ)
  @Operation(summary = "The cryptographic devices (Security Officer, Administrator, Auditor)")
  public List<DeviceView> devices() {
    return inventory.devices().stream().map(DeviceView::of).toList();
  }

  @GET
  @Path("nodes")
  @RolesAllowed(PermissionName.KEY_READ)
  @Operation(summary = "Nodes that run, and which of their devices wait for persons")
  public List<NodeDevices> nodes() {
    return activation.nodes();
  }

  @POST
  @Path("{device}/shares")
  @RolesAllowed(PermissionName.DEVICE_ACTIVATE)
  @Operation(summary = "Give one's share of a locked device's PIN (Security Officer)")
  public SharesGiven giveShare(@PathParam("device") String device, Share body) {
    return activation.giveShare(device, body.share());
  }

  @DELETE
  @Path("{device}/shares")
  @RolesAllowed(PermissionName.DEVICE_ACTIVATE)
  @Operation(summary = "Take one's own share back (Security Officer)")
  public void withdrawShare(@PathParam("device") String device) {
    activation.withdrawShare(device);
  }

  @POST
  @Path("{device}/lock")
  @RolesAllowed(PermissionName.DEVICE_ACTIVATE)
  @Consumes(MediaType.WILDCARD)
  @Operation(summary = "Lock a device on all nodes at once (one Security Officer)")
  public void lock(@PathParam("device") String device) {
    activation.lock(device);
  }
}
