package org.opentws.revocationstatus;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.opentws.revocationstatus.store.CertificateState;
import org.opentws.revocationstatus.store.StatusChangeRow;
import org.opentws.value.SerialNumber;

/**
 * What this node heard of status changes, by message B or by reading the change log again: the last
 * change of each certificate that ever changed, and the last number heard. An answer is checked
 * against it, so that a row which is set back by SQL does not become a signed "good" (RS1.3). It is
 * filled from the change log at every start, so nothing is lost with the node.
 */
@ApplicationScoped
public class KnownChanges {
  /** How a change fits to what is known. */
  public enum Fit {
    NEXT,
    /** Heard before, and the same. */
    KNOWN,
    /** Numbers between it and the last one heard are missing. */
    GAP,
    /** Heard before, and different. */
    CONTRADICTION
  }

  /** One certificate. */
  private record Key(String issuer, SerialNumber serial) {}

  private final Map<Key, StatusChangeRow> lastOf = new ConcurrentHashMap<>();
  private long lastSequence;
  private volatile boolean complete;

  /** Notes a change if it is the next one; says how it fits. */
  public synchronized Fit hear(StatusChangeRow change) {
    Key key = new Key(change.issuer(), change.serial());
    if (change.sequence() <= lastSequence) {
      StatusChangeRow known = lastOf.get(key);
      boolean same =
          known != null && (known.sequence() > change.sequence() || known.equals(change));
      return same ? Fit.KNOWN : Fit.CONTRADICTION;
    }
    if (change.sequence() > lastSequence + 1) {
      return Fit.GAP;
    }
    lastOf.put(key, change);
    lastSequence = change.sequence();
    return Fit.NEXT;
  }

  /** The last change of a certificate that this node knows. */
  public Optional<StatusChangeRow> of(String issuer, SerialNumber serial) {
    return Optional.ofNullable(lastOf.get(new Key(issuer, serial)));
  }

  /** Certificates of a CA whose last known change leaves them suspended or revoked. */
  List<StatusChangeRow> notGood(String issuer) {
    return lastOf.values().stream()
        .filter(change -> change.issuer().equals(issuer))
        .filter(change -> change.state() != CertificateState.GOOD)
        .toList();
  }

  public synchronized long lastSequence() {
    return lastSequence;
  }

  /** The change log was read to its end at least once. */
  public boolean isComplete() {
    return complete;
  }

  void readToTheEnd() {
    complete = true;
  }
}
