package org.opentws.audit.web;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.opentws.access.store.PermissionName;
import org.opentws.audit.alarm.AlarmService;
import org.opentws.audit.alarm.AlarmView;

/** Alarms (AA6.1). */
@Path("/alarms")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "alarms")
@RequestScoped
public class AlarmResource {
  /** Alarms, newest first. */
  public record Alarms(List<AlarmView> alarms, long open) {}

  /**
   * The body of an acknowledgement.
   *
   * @param note what was found or done
   */
  @Schema(name = "AlarmAcknowledgement")
  public record Acknowledgement(String note) {}

  @Inject private AlarmService alarms;

  @GET
  @RolesAllowed(PermissionName.ALARM_READ)
  @Operation(summary = "Alarms, newest first")
  @Parameter(name = "state", in = ParameterIn.QUERY, description = "open, or all (default)")
  @Parameter(name = "before", in = ParameterIn.QUERY, description = "only lower numbers")
  @Parameter(name = "limit", in = ParameterIn.QUERY, description = "1 to 500, default 100")
  public Alarms list(@Context UriInfo uri) {
    AuditQueryText text = new AuditQueryText(uri.getQueryParameters());
    return new Alarms(
        alarms.list(text.onlyOpen(), text.before(), text.limit()), alarms.openCount());
  }

  @POST
  @RolesAllowed(PermissionName.ALARM_ACKNOWLEDGE)
  @Path("{id}/acknowledgement")
  @Operation(summary = "Take note of an alarm (Security Officer, Administrator, Operator)")
  @APIResponse(responseCode = "409", description = "it is acknowledged already")
  public AlarmView acknowledge(@PathParam("id") String id, Acknowledgement body) {
    return alarms.acknowledge(AuditQueryText.numberInPath(id), body.note());
  }
}
