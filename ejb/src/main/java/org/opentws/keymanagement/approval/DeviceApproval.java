package org.opentws.keymanagement.approval;

import java.util.Optional;
import java.util.Set;
import org.opentws.keymanagement.store.KeyPurpose;

/**
 * How a device stands.
 *
 * @param standing whether it may hold keys
 * @param evaluation its certificate of evaluation, the one that is valid longest; empty if the list
 *     does not have the device
 * @param purposes of the keys that it is approved for
 */
public record DeviceApproval(
    Standing standing, Optional<Evaluation> evaluation, Set<KeyPurpose> purposes) {
  public DeviceApproval {
    purposes = Set.copyOf(purposes);
  }

  /** Whether it may hold keys. */
  public enum Standing {
    /** Nobody asks, because nothing here may be relied on. */
    TEST_MODE,
    APPROVED,
    /**
     * Its certificate of evaluation is over: its keys go on until they end, new ones are refused.
     */
    LAPSED,
    /** Not on the list, or a software device for tests: none of its keys is used. */
    NOT_APPROVED
  }

  /** For people and for the audit log. */
  public String words() {
    String certificate = evaluation.map(Evaluation::words).orElse("no certificate of evaluation");
    return switch (standing) {
      case TEST_MODE -> "not asked for in test mode";
      case APPROVED -> "approved: " + certificate;
      case LAPSED -> "lapsed: " + certificate;
      case NOT_APPROVED -> "not approved";
    };
  }
}
