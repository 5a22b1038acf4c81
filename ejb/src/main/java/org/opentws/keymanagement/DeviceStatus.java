package org.opentws.keymanagement;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.opentws.hsm.BackupKeyFacts;
import org.opentws.hsm.DeviceFacts;
import org.opentws.hsm.TokenState;
import org.opentws.keymanagement.approval.DeviceApproval;
import org.opentws.keymanagement.approval.DeviceApproval.Standing;

/**
 * What a node last saw of a cryptographic device.
 *
 * @param token its name, for example "tsp"
 * @param up whether it answered when it was last asked
 * @param since when it came into this state, as this node saw it
 * @param facts what it said of itself when it last answered; empty if it never did
 * @param pin whether persons have to open it, and whether they have; empty if it is not known
 * @param orphans labels of keys in it that the register does not know
 * @param approval how it stands (KM1.2); empty if it never said what it is
 * @param backupKey the key under which its keys are backed up (KM6.4); empty if it has none, or was
 *     never seen open
 */
public record DeviceStatus(
    String token,
    boolean up,
    Instant since,
    Optional<DeviceFacts> facts,
    Optional<TokenState> pin,
    Set<String> orphans,
    Optional<DeviceApproval> approval,
    Optional<BackupKeyFacts> backupKey) {
  public DeviceStatus {
    orphans = Set.copyOf(orphans);
  }

  /** The same device when it does not answer any more. */
  DeviceStatus lost(Instant at) {
    return new DeviceStatus(token, false, at, facts, pin, orphans, approval, backupKey);
  }

  DeviceStatus withOrphans(Set<String> found) {
    return new DeviceStatus(token, up, since, facts, pin, found, approval, backupKey);
  }

  /** Its keys go on, new ones are refused (KM1.2). */
  public boolean isLapsed() {
    return approval.filter(now -> now.standing() == Standing.LAPSED).isPresent();
  }

  /** None of its keys is used (KM6.2). */
  public boolean isRefused() {
    return approval.filter(now -> now.standing() == Standing.NOT_APPROVED).isPresent();
  }

  /** It waits for persons (KM3.1). */
  public boolean isLocked() {
    return pin.equals(Optional.of(TokenState.LOCKED));
  }
}
