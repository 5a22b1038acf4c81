package org.opentws.revocationmanagement.planted;

import org.opentws.revocationstatus.planted.StatusAsksManagement;

/** With its friend a cycle: breaks rule 1. */
public final class PlantedManagement {
  public StatusAsksManagement friend() {
    return new StatusAsksManagement();
  }
}
