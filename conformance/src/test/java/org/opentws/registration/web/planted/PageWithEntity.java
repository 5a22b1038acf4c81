package org.opentws.registration.web.planted;

import org.opentws.registration.planted.PlantedEntity;

/** Breaks rule 9. */
public interface PageWithEntity {
  PlantedEntity shown();
}
