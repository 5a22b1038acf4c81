package org.opentws.web;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;
import org.opentws.error.web.FailureMapper;
import org.opentws.error.web.JsonBody;
import org.opentws.health.web.HealthResource;

/** Health, served by both wars: each listener answers for the node. */
@ApplicationPath("/health")
public class HealthApplication extends Application {
  @Override
  public Set<Class<?>> getClasses() {
    return Set.of(JsonBody.class, FailureMapper.class, HealthResource.class);
  }
}
