package org.opentws.idempotency.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Limits of the REST interface. */
@ApplicationScoped
public class ApiConfiguration {
  /** Name of the limit that {@link #requestOctetsMax} tells. */
  public static final String REQUEST_OCTETS_MAX = "opentws.api.request-octets-max";

  /** What holds if nothing is configured: 1 MiB. */
  public static final int REQUEST_OCTETS_MAX_DEFAULT = 1_048_576;

  /** A larger body is refused with 413. */
  @Inject
  @ConfigProperty(name = REQUEST_OCTETS_MAX, defaultValue = "" + REQUEST_OCTETS_MAX_DEFAULT)
  int requestOctetsMax;

  public int requestOctetsMax() {
    return requestOctetsMax;
  }
}
