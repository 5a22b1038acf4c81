package org.opentws.keymanagement;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.opentws.hsm.DeviceFacts;

/**
 * What a node last saw of a cryptographic device.
 *
 * @param token its name, for example "tsp"
 * @param up whether it answered when it was last asked
 * @param since when it came into this state, as this node saw it
 * @param facts what it said of itself when it last answered; empty if it never did
 * @param orphans labels of keys in it that the register does not know
 */
public record DeviceStatus(
    String token, boolean up, Instant since, Optional<DeviceFacts> facts, Set<String> orphans) {
  public DeviceStatus {
    orphans = Set.copyOf(orphans);
  }
}
