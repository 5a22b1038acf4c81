package org.opentws.authentication;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Limits of logins and sessions. */
@ApplicationScoped
public class AuthenticationConfiguration {
  /** Wrong attempts in a row until the account is locked (IA2.1). */
  @Inject
  @ConfigProperty(name = "opentws.authentication.attempts-max", defaultValue = "5")
  int attemptsMax;

  /** How long it stays locked (IA2.1). */
  @Inject
  @ConfigProperty(name = "opentws.authentication.lock", defaultValue = "PT5M")
  Duration lock;

  /** A session ends after this time without an active request (IA1.2). */
  @Inject
  @ConfigProperty(name = "opentws.authentication.idle-max", defaultValue = "PT15M")
  Duration idleMax;

  /** A session ends after this time whatever happens. */
  @Inject
  @ConfigProperty(name = "opentws.authentication.session-max", defaultValue = "PT12H")
  Duration sessionMax;

  public int attemptsMax() {
    return attemptsMax;
  }

  public Duration lock() {
    return lock;
  }

  public Duration idleMax() {
    return idleMax;
  }

  public Duration sessionMax() {
    return sessionMax;
  }
}
