package org.opentws.dualcontrol;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Limits of dual control. */
@ApplicationScoped
public class DualControlConfiguration {
  /** An operation that nobody approved within this time expires. */
  @Inject
  @ConfigProperty(name = "opentws.dualcontrol.expiry", defaultValue = "PT24H")
  Duration expiry;

  public Duration expiry() {
    return expiry;
  }
}
