package org.opentws.revocationmanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How often a revocation passphrase may be tried. */
@ApplicationScoped
public class PassphraseConfiguration {
  @Inject
  @ConfigProperty(name = "opentws.revocationmanagement.passphrase-attempts-max", defaultValue = "5")
  int attemptsMax;

  @Inject
  @ConfigProperty(name = "opentws.revocationmanagement.passphrase-lock", defaultValue = "PT1H")
  Duration lock;

  /** Wrong tries of a certificate's passphrase in a row until it is locked. */
  public int attemptsMax() {
    return attemptsMax;
  }

  /** How long it stays locked. */
  public Duration lock() {
    return lock;
  }
}
