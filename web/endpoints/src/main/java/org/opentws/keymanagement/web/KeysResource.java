package org.opentws.keymanagement.web;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.opentws.access.store.PermissionName;
import org.opentws.hsm.DeviceFacts;
import org.opentws.keymanagement.DeviceStatus;
import org.opentws.keymanagement.KeyInventoryService;

/**
 * The inventory of keys (KMF-b), for Security Officers, System Administrators and System Auditors.
 * Nothing is done to keys here: that is a dual-control operation ({@code POST /api/v1/operations}).
 */
@Path("keys")
@Tag(name = "keys")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class KeysResource {
  @Inject private KeyInventoryService inventory;

  /** Every key that ever was, newest first. */
  @GET
  @RolesAllowed(PermissionName.KEY_READ)
  @Operation(
      summary = "Every key that ever was, newest first (Security Officer, Administrator, Auditor)")
  public List<KeyView> keys() {
    List<DeviceStatus> devices = inventory.devices();
    return inventory.keys().stream()
        .map(line -> KeyView.of(line, testDevice(devices, line.token())))
        .toList();
  }

  private static Optional<Boolean> testDevice(List<DeviceStatus> devices, String token) {
    return devices.stream()
        .filter(device -> device.token().equals(token))
        .findFirst()
        .flatMap(DeviceStatus::facts)
        .map(DeviceFacts::testDevice);
  }
}
