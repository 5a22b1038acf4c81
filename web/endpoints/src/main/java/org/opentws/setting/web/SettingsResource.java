package org.opentws.setting.web;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.opentws.access.store.PermissionName;
import org.opentws.setting.SettingService;
import org.opentws.setting.SettingView;

/** Settings of the running system (M1.2d). */
@Path("settings")
@Tag(name = "settings")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class SettingsResource {
  /**
   * Another value.
   *
   * @param value in the setting's unit
   */
  public record SettingChangeRequest(int value, String reason) {}

  @Inject SettingService settings;

  @GET
  @RolesAllowed(PermissionName.SETTING_READ)
  @Operation(summary = "Settings as they are, with their bounds (Administrator, Security Officer)")
  public List<SettingView> list() {
    return settings.settings();
  }

  @PUT
  @RolesAllowed(PermissionName.SETTING_CHANGE)
  @Path("{name}")
  @Operation(summary = "Change a setting within its bounds, on every node (Administrator)")
  public SettingView change(@PathParam("name") String name, SettingChangeRequest change) {
    return settings.change(name, change.value(), change.reason());
  }
}
