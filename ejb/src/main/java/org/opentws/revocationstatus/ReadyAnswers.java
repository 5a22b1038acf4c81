package org.opentws.revocationstatus;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.opentws.revocationstatus.store.CertificateName;
import org.opentws.value.Der;

/**
 * Signed answers that may be given again, a bounded number of octets of them, in two generations as
 * {@link KnownRows}. An answer counts only while nothing about its certificate has changed since
 * its status was read, and its key is the one that signs now; whoever gives it away asks for both.
 */
final class ReadyAnswers {
  /**
   * One answer.
   *
   * @param sequence number of the last change that was known when the status was read
   * @param keyId of the responder key that signed it
   * @param until it must not be given again at or after this time
   */
  record Ready(
      CertificateName certificate, long sequence, String keyId, Instant until, OcspDraft draft) {}

  /** What an entry needs besides the answer's own octets, about. */
  private static final int OCTETS_AN_ENTRY = 700;

  private final long generationOctetsMax;
  private final AtomicLong octets = new AtomicLong();
  private volatile ConcurrentHashMap<Der, Ready> young = new ConcurrentHashMap<>();
  private volatile ConcurrentHashMap<Der, Ready> old = new ConcurrentHashMap<>();

  ReadyAnswers(long octetsMax) {
    this.generationOctetsMax = octetsMax / 2;
  }

  /** The last answer about a CertID. */
  Optional<Ready> find(Der certId) {
    Ready ready = young.get(certId);
    if (ready == null) {
      ready = old.get(certId);
      if (ready != null) {
        put(certId, ready);
      }
    }
    return Optional.ofNullable(ready);
  }

  void put(Der certId, Ready ready) {
    if (octets.get() > generationOctetsMax) {
      turn();
    }
    Ready before = young.put(certId, ready);
    octets.addAndGet(size(ready) - (before == null ? 0 : size(before)));
  }

  private synchronized void turn() {
    if (octets.get() > generationOctetsMax) {
      old = young;
      young = new ConcurrentHashMap<>();
      octets.set(0);
    }
  }

  private static int size(Ready ready) {
    return OCTETS_AN_ENTRY + ready.draft().answer().response().length();
  }
}
