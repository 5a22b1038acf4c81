package org.opentws.audit.verify;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.format.BrokenLog;
import org.opentws.audit.format.EpochVoucher;
import org.opentws.audit.format.RecordContent;
import org.opentws.audit.format.RecordPlace;
import org.opentws.value.Der;

/**
 * Whether every epoch is a node's own. Whoever can write into the database can write a whole epoch
 * there, consistent in itself, and a sealer takes it for another node's. But its word needs the
 * audit key: once somebody has vouched in a log, each epoch that begins later must be vouched for.
 * Vouchers are records themselves, so they cannot be taken away.
 */
final class VoucherCheck {
  /**
   * So long genuine records may go on before a new epoch is vouched for: its device may be away.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /**
   * An epoch that must be vouched for.
   *
   * @param before time of the last genuine record before it
   */
  private record Start(long index, RecordContent content, Instant before) {}

  private final Findings findings;
  private final Optional<TrustedSigners> trusted;
  private final Map<Der, Der> certificates;
  private final Map<Long, Instant> lastOfEpoch = new HashMap<>();
  private final Map<Long, Start> starts = new TreeMap<>();
  private final Map<Long, EpochVoucher> vouched = new HashMap<>();

  /** Time of the last record of any epoch that was vouched for: nobody else can make it later. */
  private Instant lastGenuine = Instant.EPOCH;

  VoucherCheck(Findings findings, Optional<TrustedSigners> trusted, Map<Der, Der> certificates) {
    this.findings = findings;
    this.trusted = trusted;
    this.certificates = certificates;
  }

  /** One record in the order of the log. */
  void record(long index, RecordPlace place, RecordContent content) {
    if (trusted.isEmpty()) {
      return;
    }
    if (content.type() == AuditEventType.AUDIT_STARTED.code() && !vouched.isEmpty()) {
      starts.putIfAbsent(place.epoch(), new Start(index, content, lastGenuine));
    }
    lastOfEpoch.merge(place.epoch(), content.at(), VoucherCheck::later);
    if (content.type() == AuditEventType.AUDIT_EPOCH_VOUCHED.code()) {
      voucher(index, content);
    }
    if (vouched.containsKey(place.epoch())) {
      lastGenuine = later(lastGenuine, content.at());
    }
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private void voucher(long index, RecordContent content) {
    try {
      Optional<String> problem =
          trusted.orElseThrow().problem(EpochVoucher.signed(content), certificates, content.at());
      if (problem.isPresent()) {
        findings.add(index, Optional.of(content), "vouches for nothing: " + problem.get());
        return;
      }
      EpochVoucher voucher = EpochVoucher.of(content);
      for (long epoch : voucher.commitments().keySet()) {
        vouched.putIfAbsent(epoch, voucher);
        lastGenuine = later(lastGenuine, lastOfEpoch.getOrDefault(epoch, Instant.EPOCH));
      }
    } catch (BrokenLog e) {
      findings.add(index, Optional.of(content), "vouches for nothing: " + e.getMessage());
    }
  }

  /** At the end of the log. */
  void finish(List<String> remarks) {
    starts.forEach(
        (epoch, start) -> {
          EpochVoucher voucher = vouched.get(epoch);
          if (voucher == null) {
            missing(epoch, start, remarks);
          } else if (!voucher.node().equals(start.content().node())
              || !String.valueOf(voucher.commitments().get(epoch))
                  .equals(start.content().details().get("keyCommitment"))) {
            findings.add(
                start.index(),
                Optional.of(start.content()),
                "epoch " + epoch + " is not the one that its node vouched for");
          }
        });
  }

  private void missing(long epoch, Start start, List<String> remarks) {
    if (Duration.between(start.before(), lastGenuine).compareTo(PATIENCE) > 0) {
      findings.add(
          start.index(),
          Optional.of(start.content()),
          "nobody vouches for epoch "
              + epoch
              + " of node "
              + start.content().node()
              + ": its records may be inserted by somebody else");
    } else {
      remarks.add("epoch " + epoch + " is not vouched for yet");
    }
  }
}
