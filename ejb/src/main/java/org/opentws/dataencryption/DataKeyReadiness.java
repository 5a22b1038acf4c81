package org.opentws.dataencryption;

import jakarta.enterprise.context.ApplicationScoped;
import org.opentws.health.SeenOnce;

/** Without a data key no personal data can be stored or shown. */
@ApplicationScoped
public class DataKeyReadiness extends SeenOnce {
  public DataKeyReadiness() {
    super("data-key", "there is no data key yet");
  }
}
