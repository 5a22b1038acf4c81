package org.opentws.keymanagement.approval;

import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * Which devices may hold keys.
 *
 * @param mode {@code opentws.keymanagement.mode}: production (default) or test
 * @param list {@code opentws.keymanagement.approved-devices}: the list of approved devices, JSON;
 *     without it production approves none
 */
record ApprovalSettings(OperatingMode mode, Optional<Path> list) {
  static final String MODE = "opentws.keymanagement.mode";
  static final String LIST = "opentws.keymanagement.approved-devices";

  static ApprovalSettings from(Config config) {
    return new ApprovalSettings(
        OperatingMode.named(
            config.getOptionalValue(MODE, String.class).orElse(OperatingMode.PRODUCTION.word())),
        config.getOptionalValue(LIST, String.class).map(Path::of));
  }
}
