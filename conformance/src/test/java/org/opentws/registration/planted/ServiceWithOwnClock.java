package org.opentws.registration.planted;

import java.time.Instant;

/** Breaks rule 7 by its clock. */
public final class ServiceWithOwnClock {
  public Instant when() {
    return Instant.now();
  }
}
