package org.opentws.keymanagement.approval;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Whether relying parties may believe what the system signs. */
public enum OperatingMode {
  /** Keys live in approved devices only (KM1.2). */
  PRODUCTION,
  /** Any device will do, and nothing that is signed may be relied on. */
  TEST;

  /** As configurations and interfaces write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static OperatingMode named(String word) {
    return Arrays.stream(values())
        .filter(mode -> mode.word().equals(word.strip()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    ApprovalSettings.MODE
                        + " is '"
                        + word
                        + "'; it is one of "
                        + Arrays.stream(values())
                            .map(OperatingMode::word)
                            .collect(Collectors.joining(", "))));
  }
}
