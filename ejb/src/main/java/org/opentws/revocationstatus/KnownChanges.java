package org.opentws.revocationstatus;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.opentws.random.Randomness;
import org.opentws.revocationstatus.store.CertificateName;
import org.opentws.revocationstatus.store.ChangeChain;
import org.opentws.revocationstatus.store.StatusChangeRow;
import org.opentws.revocationstatus.store.StatusRow;

/**
 * What this node knows of status changes: the last change of each certificate that ever changed,
 * and the chain over all of them. An answer is checked against it, so that a row which is set back
 * by SQL does not become a signed "good" (RS1.3). It is filled from the change log at every start,
 * so nothing is lost with the node.
 */
@ApplicationScoped
public class KnownChanges {
  private static final int SALT_OCTETS = 32;

  /** Guarded by this. */
  private final ChangeIndex lastOf = new ChangeIndex(new Randomness().octets(SALT_OCTETS));

  /** Guarded by this. */
  private final ListedDigests listed = new ListedDigests(new Randomness().octets(SALT_OCTETS));

  /** Guarded by this. */
  private ChangeChain chain = ChangeChain.EMPTY;

  private volatile boolean complete;
  private volatile boolean recalled;
  private volatile long announced;

  /** The log of changes as far as it was read. */
  public synchronized ChangeChain chain() {
    return chain;
  }

  /**
   * Takes in changes that follow each other and what is known.
   *
   * @param prolonged the chain with them, found genuine
   */
  public synchronized void learn(List<StatusChangeRow> changes, ChangeChain prolonged) {
    if (changes.get(0).sequence() != chain.sequence() + 1
        || changes.get(changes.size() - 1).sequence() != prolonged.sequence()) {
      throw new IllegalArgumentException("changes that do not follow what is known");
    }
    for (StatusChangeRow change : changes) {
      KnownChange known = KnownChange.of(change);
      listed.change(change.certificate(), of(change.certificate()), known);
      lastOf.put(change.certificate(), known.sequence(), known.content());
    }
    chain = prolonged;
  }

  /** The last change of a certificate; empty if it never changed. */
  synchronized Optional<KnownChange> of(CertificateName name) {
    long sequence = lastOf.sequence(name);
    return sequence == 0
        ? Optional.empty()
        : Optional.of(new KnownChange(sequence, lastOf.content(name)));
  }

  /** Whether a row of the status database is what the log of changes made of it (RS1.3). */
  boolean agreeWith(StatusRow row) {
    return of(new CertificateName(row.issuer(), row.serial()))
        .map(change -> change.agreesWith(row))
        .orElseGet(() -> row.changeSequence() == 0);
  }

  /** Number of the last change of a certificate; 0 if it never changed. */
  synchronized long sequenceOf(CertificateName name) {
    return lastOf.sequence(name);
  }

  /**
   * The suspended and revoked certificates of a CA after a change; empty if that is too long ago.
   */
  synchronized Optional<ListedDigest> listedAt(String issuer, long sequence) {
    return listed.at(issuer, sequence);
  }

  /** A digest with one more certificate, of which the status database says so. */
  synchronized ListedDigest add(ListedDigest digest, StatusRow row) {
    return listed.add(digest, new CertificateName(row.issuer(), row.serial()), KnownChange.of(row));
  }

  /** A genuine message B has told of a change with this number: the log must have it. */
  void announced(long sequence) {
    announced = Math.max(announced, sequence);
  }

  /** Whether the log has all that was announced. */
  boolean hasAllAnnounced() {
    return chain().sequence() >= announced;
  }

  /** What this node knew before its start is known again. */
  boolean isRecalled() {
    return recalled;
  }

  void recalled() {
    recalled = true;
  }

  /** The change log was read to its end at least once. */
  public boolean isComplete() {
    return complete;
  }

  void readToTheEnd() {
    complete = true;
  }
}
