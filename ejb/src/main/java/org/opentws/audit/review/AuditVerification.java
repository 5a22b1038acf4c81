package org.opentws.audit.review;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.opentws.audit.verify.Finding;
import org.opentws.audit.verify.VerificationReport;

/**
 * What a verification found (AA7.2).
 *
 * @param records in the log
 * @param covered records up to the last checkpoint with a good signature
 * @param firstBad empty if the log is intact
 * @param findings every finding as a sentence, the first bad record first; at most 100
 * @param remarks what is no fault but should be known
 */
public record AuditVerification(
    boolean intact,
    long records,
    long covered,
    Optional<FirstBad> firstBad,
    List<String> findings,
    List<String> remarks,
    Instant verifiedAt) {

  /**
   * The first bad record.
   *
   * @param index in the log; empty if no record is concerned but a row that never had a place, or a
   *     signature
   * @param what a sentence that names it
   */
  public record FirstBad(OptionalLong index, String what) {
    static FirstBad of(Finding finding) {
      return new FirstBad(
          finding.index().map(OptionalLong::of).orElse(OptionalLong.empty()), finding.sentence());
    }
  }

  public AuditVerification {
    findings = List.copyOf(findings);
    remarks = List.copyOf(remarks);
  }

  static AuditVerification of(VerificationReport report, Instant at) {
    return new AuditVerification(
        report.intact(),
        report.size(),
        report.signedSize(),
        report.first().map(FirstBad::of),
        report.findings().stream().map(Finding::sentence).toList(),
        report.remarks(),
        at);
  }
}
