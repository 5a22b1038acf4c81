package org.opentws.authentication;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.opentws.setting.Setting;
import org.opentws.setting.Settings;

/** Limits of logins and sessions, as they are at this moment (M1.2d). */
@ApplicationScoped
public class AuthenticationConfiguration {
  @Inject Settings settings;

  /** Wrong attempts in a row until the account is locked (IA2.1). */
  public int attemptsMax() {
    return settings.loginAttempts();
  }

  /** How long it stays locked (IA2.1). */
  public Duration lock() {
    return settings.duration(Setting.LOGIN_LOCK);
  }

  /** A session ends after this time without an active request (IA1.2). */
  public Duration idleMax() {
    return settings.duration(Setting.SESSION_IDLE);
  }

  /** A session ends after this time whatever happens. */
  public Duration sessionMax() {
    return settings.duration(Setting.SESSION);
  }
}
