package org.opentws.audit.web;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.opentws.audit.review.AuditLine;
import org.opentws.audit.review.AuditPage;
import org.opentws.audit.review.AuditVerification;

/** Bodies of the audit resource's answers. */
final class AuditAnswer {
  private AuditAnswer() {}

  /**
   * Records, newest first.
   *
   * @param next value of {@code before} for the following, older page; null if there is none
   */
  public record Page(List<AuditLine> records, Optional<Long> next) {
    static Page of(AuditPage page) {
      return new Page(page.records(), boxed(page.next()));
    }
  }

  /**
   * The result of a verification.
   *
   * @param result OK or BROKEN
   * @param records in the log
   * @param covered of them covered by a verified signature
   * @param firstBadRecord null if there is none
   */
  public record Verification(
      String result,
      long records,
      long covered,
      Optional<BadRecord> firstBadRecord,
      List<String> findings,
      List<String> remarks,
      Instant verifiedAt) {
    static Verification of(AuditVerification verified) {
      return new Verification(
          verified.intact() ? "OK" : "BROKEN",
          verified.records(),
          verified.covered(),
          verified.firstBad().map(bad -> new BadRecord(boxed(bad.index()), bad.what())),
          verified.findings(),
          verified.remarks(),
          verified.verifiedAt());
    }
  }

  /**
   * A record that is not as it was written.
   *
   * @param index null if what is wrong has no place in the log
   */
  public record BadRecord(Optional<Long> index, String what) {}

  private static Optional<Long> boxed(java.util.OptionalLong value) {
    return value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty();
  }
}
