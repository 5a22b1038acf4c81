package org.opentws.keymanagement.web;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.opentws.access.store.PermissionName;
import org.opentws.keymanagement.KeyInventoryService;

/** The cryptographic devices of this node (KM1.2), for the same roles as the keys. */
@Path("devices")
@Tag(name = "keys")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class DevicesResource {
  @Inject private KeyInventoryService inventory;

  @GET
  @RolesAllowed(PermissionName.KEY_READ)
  @Operation(summary = "The cryptographic devices (Security Officer, Administrator, Auditor)")
  public List<DeviceView> devices() {
    return inventory.devices().stream().map(DeviceView::of).toList();
  }
}
