package org.opentws.registration.planted;

import java.util.UUID;

/** Breaks rule 7 by its randomness. */
public final class ServiceWithOwnRandomness {
  public UUID identifier() {
    return UUID.randomUUID();
  }
}
