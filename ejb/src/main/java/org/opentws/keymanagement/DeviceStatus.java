package org.opentws.keymanagement;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.opentws.hsm.DeviceFacts;
import org.opentws.hsm.TokenState;

/**
 * What a node last saw of a cryptographic device.
 *
 * @param token its name, for example "tsp"
 * @param up whether it answered when it was last asked
 * @param since when it came into this state, as this node saw it
 * @param facts what it said of itself when it last answered; empty if it never did
 * @param pin whether persons have to open it, and whether they have; empty if it is not known
 * @param orphans labels of keys in it that the register does not know
 */
public record DeviceStatus(
    String token,
    boolean up,
    Instant since,
    Optional<DeviceFacts> facts,
    Optional<TokenState> pin,
    Set<String> orphans) {
  public DeviceStatus {
    orphans = Set.copyOf(orphans);
  }

  /** It waits for persons (KM3.1). */
  public boolean isLocked() {
    return pin.equals(Optional.of(TokenState.LOCKED));
  }
}
