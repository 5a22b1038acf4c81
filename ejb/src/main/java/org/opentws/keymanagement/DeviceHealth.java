package org.opentws.keymanagement;

import java.util.List;

/** The state of this node's cryptographic devices, for readiness and for people; cheap. */
public interface DeviceHealth {
  /** One line a device, in a fixed order; a device that was not asked yet is not up. */
  List<DeviceStatus> devices();
}
