package org.opentws.revocationstatus.planted;

import org.opentws.revocationmanagement.planted.PlantedManagement;

/** Breaks rule 4. */
public final class StatusAsksManagement {
  public PlantedManagement friend() {
    return new PlantedManagement();
  }
}
