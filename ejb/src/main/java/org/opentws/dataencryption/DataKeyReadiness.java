package org.opentws.dataencryption;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.opentws.health.ReadinessCheck;

/** Without a data key no personal data can be stored or shown. */
@ApplicationScoped
public class DataKeyReadiness implements ReadinessCheck {
  private volatile boolean there;

  boolean isSeen() {
    return there;
  }

  void seen() {
    there = true;
  }

  @Override
  public String subject() {
    return "data-key";
  }

  @Override
  public Optional<String> fault() {
    return there ? Optional.empty() : Optional.of("there is no data key yet");
  }
}
