package org.opentws.audit.store;

import java.util.List;

/**
 * What one snapshot of the database shows as not yet sealed.
 *
 * @param horizon every transaction with a lower id had ended when the snapshot was taken
 */
public record Intake(List<IntakeItem> unsealed, long horizon) {
  public Intake {
    unsealed = List.copyOf(unsealed);
  }
}
