package org.opentws.benchmarks.constant;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/** The one resource. */
@ApplicationPath("/")
public class ConstantApplication extends Application {
  @Override
  public Set<Class<?>> getClasses() {
    return Set.of(ConstantResource.class);
  }
}
