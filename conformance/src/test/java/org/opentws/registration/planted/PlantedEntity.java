package org.opentws.registration.planted;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** An entity outside a store. */
@Entity
public class PlantedEntity {
  @Id private long id;

  public long id() {
    return id;
  }
}
