package org.opentws.audit.verify;

import java.security.cert.X509Certificate;
import java.util.List;
import org.opentws.audit.format.BrokenLog;
import org.opentws.value.Der;

/** Whether time-stamps of checkpoints hold, and whose they are. */
final class StampCheck {
  private final Findings findings;
  private final List<X509Certificate> authorities;
  private long count;
  private String last = "";

  /**
   * For one verification.
   *
   * @param authorities whom the caller trusts; none: whose a time-stamp is is not judged
   */
  StampCheck(Findings findings, List<X509Certificate> authorities) {
    this.findings = findings;
    this.authorities = List.copyOf(authorities);
  }

  void check(long size, String note, Der token) {
    try {
      CheckpointStamp stamp = CheckpointStamp.of(note, token);
      if (!authorities.isEmpty()) {
        stamp.demandTrusted(authorities);
      }
      count++;
      last = "the first %d records existed at %s".formatted(size, stamp.at());
    } catch (BrokenLog e) {
      findings.add("the time-stamp of the checkpoint of size " + size + ": " + e.getMessage());
    }
  }

  void finish(List<String> remarks) {
    if (count > 0) {
      remarks.add(
          count
              + " checkpoints are time-stamped; "
              + last
              + (authorities.isEmpty()
                  ? ", says an authority that was not judged: none was given to trust"
                  : ", says an authority that is trusted"));
    }
  }
}
