package org.opentws.health.web;

import jakarta.annotation.security.PermitAll;
import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.opentws.health.HealthService;
import org.opentws.health.Readiness;
import org.opentws.keymanagement.DeviceHealth;

/** Whether this node lives, and whether it can serve. For everybody: says nothing else. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public class HealthResource {
  @EJB private HealthService health;
  @Inject private DeviceHealth devices;

  /** 200 as long as the application answers at all. */
  @GET
  @PermitAll
  @Path("live")
  public Response live() {
    return answer(Response.Status.OK, report("UP", Map.of()));
  }

  /** 200 if the node can serve, else 503; each part with "ok" or its fault in words. */
  @GET
  @PermitAll
  @Path("ready")
  public Response ready() {
    Readiness readiness = health.readiness();
    return readiness.ready()
        ? answer(Response.Status.OK, report("UP", readiness.checks()))
        : answer(Response.Status.SERVICE_UNAVAILABLE, report("DOWN", readiness.checks()));
  }

  private HealthReport report(String status, Map<String, String> checks) {
    return new HealthReport(status, devices.mode().word(), checks);
  }

  private static Response answer(Response.Status status, HealthReport report) {
    CacheControl never = new CacheControl();
    never.setNoStore(true);
    return Response.status(status).cacheControl(never).entity(report).build();
  }
}
