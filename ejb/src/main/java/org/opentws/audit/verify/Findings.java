package org.opentws.audit.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.opentws.audit.format.RecordContent;

/** Gathers findings; a log rewritten from some point on would otherwise give millions. */
final class Findings {
  private static final int KEPT_MAX = 100;

  private final List<Finding> kept = new ArrayList<>();

  void add(long index, Optional<RecordContent> record, String what) {
    add(new Finding(Optional.of(index), record, what));
  }

  void add(String what) {
    add(new Finding(Optional.empty(), Optional.empty(), what));
  }

  void add(Finding finding) {
    if (kept.size() < KEPT_MAX) {
      kept.add(finding);
    }
  }

  /** Whether a record from one index up to before another has been named. */
  boolean within(long from, long to) {
    return kept.stream()
        .flatMap(finding -> finding.index().stream())
        .anyMatch(index -> index >= from && index < to);
  }

  List<Finding> all() {
    return List.copyOf(kept);
  }
}
