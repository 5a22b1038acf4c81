package org.opentws.idempotency.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Limits of the REST interface. */
@ApplicationScoped
public class ApiConfiguration {
  /** A larger body is refused with 413. */
  @Inject
  @ConfigProperty(name = "opentws.api.request-octets-max", defaultValue = "1048576")
  int requestOctetsMax;

  public int requestOctetsMax() {
    return requestOctetsMax;
  }
}
