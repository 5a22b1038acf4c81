package org.opentws.audit.verify;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The result of a verification.
 *
 * @param size records in the log
 * @param signedSize records covered by a verified signature
 * @param findings what is wrong, first bad record first; none: the log is as it was written
 * @param remarks what a reader should know but is not wrong
 */
public record VerificationReport(
    long size, long signedSize, List<Finding> findings, List<String> remarks) {
  public VerificationReport {
    findings =
        findings.stream()
            .sorted(Comparator.comparing(finding -> finding.index().orElse(Long.MAX_VALUE)))
            .toList();
    remarks = List.copyOf(remarks);
  }

  public boolean intact() {
    return findings.isEmpty();
  }

  /** What is wrong first. */
  public Optional<Finding> first() {
    return findings.stream().findFirst();
  }
}
