package org.opentws.tools.device;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.opentws.hsm.BackupKeyFacts;
import org.opentws.hsm.HsmUnavailable;
import org.opentws.hsm.token.TokenAccess;

/** Whether a replica holds what its device does: the same keys and certificates. */
final class ReplicaCheck {
  private final DeviceCheck page;

  ReplicaCheck(DeviceCheck page) {
    this.page = page;
  }

  /** Says which keys that may leave the device the replica lacks, or holds another of. */
  void check(DeviceSetting device, DeviceSetting replica) {
    if (device.isActivated() || replica.isActivated()) {
      return; // Neither was opened.
    }
    try (TokenAccess first = new TokenAccess(device.token());
        TokenAccess second = new TokenAccess(replica.token())) {
      compare(first, second, device.name());
    } catch (HsmUnavailable e) {
      page.line("replica", "cannot be compared with " + device.name() + ": " + e.getMessage());
    }
  }

  private void compare(TokenAccess first, TokenAccess second, String device) {
    if (!checkValue(first).equals(checkValue(second))) {
      page.fault("it has not the backup key of " + device + ": no key comes into it");
    }
    List<String> there = second.keyLabels();
    List<String> wanted =
        first.keyLabels().stream()
            .filter(label -> first.keyFacts(label).wrapWithTrusted())
            .sorted()
            .toList();
    long held = wanted.stream().filter(label -> isHeld(first, second, there, label)).count();
    page.line("replica", "of %s: holds %d of %d keys".formatted(device, held, wanted.size()));
  }

  private boolean isHeld(TokenAccess first, TokenAccess second, List<String> there, String label) {
    if (!there.contains(label)) {
      page.fault("the key %s is not in it: REPLICATE_KEY".formatted(label));
      return false;
    }
    boolean same =
        Arrays.equals(first.publicKey(label).getEncoded(), second.publicKey(label).getEncoded());
    if (!same) {
      page.fault("what it has as %s is another key, which is not used".formatted(label));
    } else if (!certificate(first, label).equals(certificate(second, label))) {
      page.fault("the key %s has not its certificate there: REPLICATE_KEY".formatted(label));
      return false;
    }
    return same;
  }

  private static String certificate(TokenAccess token, String label) {
    return token.certificate(label).map(Arrays::toString).orElse("none");
  }

  private static String checkValue(TokenAccess token) {
    Optional<BackupKeyFacts> backupKey = token.backupKey();
    return backupKey.map(BackupKeyFacts::checkValue).orElse("none");
  }
}
