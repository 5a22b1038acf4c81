package org.opentws.timestamping.planted;

import org.opentws.registration.planted.PlantedRegistration;

/** Breaks rule 3. */
public final class StampsByAskingRegistration {
  public PlantedRegistration friend() {
    return new PlantedRegistration();
  }
}
