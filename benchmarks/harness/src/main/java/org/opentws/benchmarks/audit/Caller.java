package org.opentws.benchmarks.audit;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditNode;
import org.opentws.audit.Outcome;
import org.opentws.benchmarks.frame.Durations;
import org.opentws.gathering.Gathering;

/**
 * A thread with several records outstanding, as an IO thread has them: for each that is durable it
 * makes the next. The records are those of answered OCSP requests.
 */
final class Caller implements Callable<Durations> {
  private static final int BATCH_MAX = 4096;
  private static final int DIGEST_OCTETS = 32;

  private final AuditNode node;
  private final SealingLag lag;
  private final int outstanding;
  private final long end;
  private final Gathering<Long> durable = new Gathering<>();
  private final AtomicLong errors = new AtomicLong();
  private final String prefix;
  private long last;

  /**
   * @param outstanding so many at once
   * @param end when no more are made, in System.nanoTime
   */
  Caller(AuditNode node, SealingLag lag, int outstanding, long end) {
    this.node = node;
    this.lag = lag;
    this.outstanding = outstanding;
    this.end = end;
    byte[] random = new byte[DIGEST_OCTETS - Long.BYTES];
    new SecureRandom().nextBytes(random);
    prefix = HexFormat.of().formatHex(random);
  }

  @Override
  public Durations call() throws InterruptedException {
    for (int i = 0; i < outstanding; i++) {
      record();
    }
    Durations took = new Durations();
    int under = outstanding;
    while (under > 0) {
      List<Long> begun = durable.next(BATCH_MAX);
      long now = System.nanoTime();
      for (long nanos : begun) {
        took.add(now - nanos);
        if (now < end) {
          record();
        } else {
          under--;
        }
      }
    }
    return took;
  }

  long errors() {
    return errors.get();
  }

  private void record() {
    String digest = prefix + HexFormat.of().toHexDigits(last++);
    long begun = System.nanoTime();
    node.recordAsync(
        new AuditEvent(
            AuditEventType.OCSP_ANSWERED,
            Outcome.SUCCESS,
            "ocsp",
            "certificate:issuing/" + digest.substring(24),
            Map.of(
                "requester",
                "127.0.0.1",
                "requestSha256",
                digest,
                "responseSha256",
                digest,
                "status",
                "good")),
        failure -> {
          if (failure == null) {
            lag.durable();
          } else {
            errors.incrementAndGet();
          }
          durable.add(begun);
        });
  }
}
