package org.opentws.setting;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What the configuration says: it holds until an administrator changes a setting. */
@ApplicationScoped
public class ConfiguredSettings {
  private static final BigDecimal MINUTE_MILLIS = BigDecimal.valueOf(60_000);

  /** A session ends after this time without an active request (IA1.2). */
  @Inject
  @ConfigProperty(name = "opentws.authentication.idle-max", defaultValue = "PT15M")
  Duration idleMax;

  /** A session ends after this time whatever happens. */
  @Inject
  @ConfigProperty(name = "opentws.authentication.session-max", defaultValue = "PT12H")
  Duration sessionMax;

  /** Wrong attempts in a row until the account is locked (IA2.1). */
  @Inject
  @ConfigProperty(name = "opentws.authentication.attempts-max", defaultValue = "5")
  int attemptsMax;

  /** How long it stays locked (IA2.1). */
  @Inject
  @ConfigProperty(name = "opentws.authentication.lock", defaultValue = "PT5M")
  Duration lock;

  int attemptsMax() {
    return attemptsMax;
  }

  /** Of a setting that is a time. */
  Duration duration(Setting setting) {
    return switch (setting) {
      case SESSION_IDLE -> idleMax;
      case SESSION -> sessionMax;
      case LOGIN_LOCK -> lock;
      case LOGIN_ATTEMPTS -> throw new IllegalArgumentException(setting + " is no time");
    };
  }

  /** In the unit of the setting, for people. */
  String text(Setting setting) {
    return switch (setting.unit()) {
      case ATTEMPTS -> Integer.toString(attemptsMax);
      case MINUTES ->
          BigDecimal.valueOf(duration(setting).toMillis())
              .divide(MINUTE_MILLIS, 2, RoundingMode.HALF_UP)
              .stripTrailingZeros()
              .toPlainString();
    };
  }
}
