package org.opentws.audit.web;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.opentws.audit.AuditSpace;
import org.opentws.audit.AuditStatus;
import org.opentws.audit.review.AuditLine;
import org.opentws.audit.review.AuditPage;
import org.opentws.audit.review.AuditText;
import org.opentws.audit.review.AuditVerification;

/** Bodies of the audit resource's answers. */
final class AuditAnswer {
  private AuditAnswer() {}

  /**
   * Records, newest first.
   *
   * @param next value of {@code before} for the following, older page; null if there is none
   */
  public record Page(List<Line> records, Optional<Long> next) {
    static Page of(AuditPage page) {
      return new Page(page.records().stream().map(Line::of).toList(), boxed(page.next()));
    }
  }

  /** Records, oldest first. */
  public record Following(List<Line> records) {
    static Following of(List<AuditLine> lines) {
      return new Following(lines.stream().map(Line::of).toList());
    }
  }

  /**
   * A record.
   *
   * @param details numbers, truth values and texts, each as its field in the catalogue says; null
   *     where a personal value was erased
   */
  public record Line(
      long index,
      Instant at,
      String clockState,
      String type,
      String title,
      String outcome,
      String node,
      String actor,
      String actorKind,
      String object,
      Map<String, @Nullable Object> details) {
    static Line of(AuditLine line) {
      return new Line(
          line.index(),
          line.at(),
          line.clockState(),
          line.type(),
          line.title(),
          line.outcome(),
          line.node(),
          line.actor(),
          line.actorKind(),
          line.object(),
          AuditText.typed(line));
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

  /**
   * How the audit function is.
   *
   * @param leftPercent of the room for records
   */
  public record Status(
      boolean writable,
      String detail,
      long sealedRecords,
      long signedRecords,
      long usedOctets,
      long allottedOctets,
      long reservedOctets,
      int leftPercent) {
    static Status of(AuditStatus status, AuditSpace space) {
      return new Status(
          status.writable(),
          status.detail(),
          status.sealedSize(),
          status.signedSize(),
          space.usedOctets(),
          space.allottedOctets(),
          space.reservedOctets(),
          space.leftPercent());
    }
  }

  private static Optional<Long> boxed(java.util.OptionalLong value) {
    return value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty();
  }
}
