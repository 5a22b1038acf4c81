package org.opentws.authentication;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.opentws.health.ReadinessCheck;

/** Without the key that seals rows nobody can log in, and nobody's rights can be changed. */
@ApplicationScoped
public class SealReadiness implements ReadinessCheck {
  private volatile boolean there;

  boolean isSeen() {
    return there;
  }

  void seen() {
    there = true;
  }

  @Override
  public String subject() {
    return "seal";
  }

  @Override
  public Optional<String> fault() {
    return there ? Optional.empty() : Optional.of("there is no key yet that seals rows");
  }
}
