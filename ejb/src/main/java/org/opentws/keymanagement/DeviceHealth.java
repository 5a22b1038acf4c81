package org.opentws.keymanagement;

import java.util.List;
import org.opentws.keymanagement.approval.OperatingMode;

/** The state of this node's cryptographic devices, for readiness and for people; cheap. */
public interface DeviceHealth {
  /** One line a device, in a fixed order; a device that was not asked yet is not up. */
  List<DeviceStatus> devices();

  /** Whether keys must live in approved devices (KM1.2). */
  OperatingMode mode();
}
