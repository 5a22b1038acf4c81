package org.opentws.audit.planted;

import org.opentws.registration.planted.PlantedRegistration;

/** Breaks rule 2. */
public final class AuditKnowsRegistration {
  public PlantedRegistration friend() {
    return new PlantedRegistration();
  }
}
