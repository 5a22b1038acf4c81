package org.opentws.keymanagement.approval;

import java.util.Set;
import java.util.regex.Pattern;
import org.opentws.hsm.DeviceFacts;
import org.opentws.keymanagement.store.KeyPurpose;

/**
 * A line of the list of approved devices.
 *
 * @param manufacturer as the device says it (C_GetTokenInfo)
 * @param model likewise
 * @param firmware which versions were evaluated
 * @param serial which devices the TSP has
 * @param purposes which keys it is good for
 */
record ApprovedDevice(
    String manufacturer,
    String model,
    Pattern firmware,
    Pattern serial,
    Evaluation evaluation,
    Set<KeyPurpose> purposes) {
  ApprovedDevice {
    purposes = Set.copyOf(purposes);
  }

  /** Whether the line is about the device that says this of itself. */
  boolean isAbout(DeviceFacts facts) {
    return manufacturer.equals(facts.manufacturer())
        && model.equals(facts.model())
        && firmware.matcher(facts.firmwareVersion()).matches()
        && serial.matcher(facts.serialNumber()).matches();
  }
}
