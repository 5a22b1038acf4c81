package org.opentws.authentication;

import jakarta.enterprise.context.ApplicationScoped;
import org.opentws.health.SeenOnce;

/** Without the key that seals rows nobody can log in, and nobody's rights can be changed. */
@ApplicationScoped
public class SealReadiness extends SeenOnce {
  public SealReadiness() {
    super("seal", "there is no key yet that seals rows");
  }
}
