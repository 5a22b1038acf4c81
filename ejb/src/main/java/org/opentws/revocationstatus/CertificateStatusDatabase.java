package org.opentws.revocationstatus;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

/** The Certificate Status Database of figure 1: changed only by message A, read by every answer. */
public interface CertificateStatusDatabase {
  /**
   * Message A: stores the new status in the caller's transaction.
   *
   * @return the number of the change; numbers have no gaps and follow the order of commits
   * @throws org.opentws.error.RequestRefused NOT_FOUND, REVOCATION_IS_FINAL, WRONG_STATE
   */
  long apply(CertificateStatus changed);

  /**
   * RM2.1: a certificate that was issued, but that the database lost because it was restored from
   * an older backup, stands in it again as good. In the caller's transaction.
   *
   * @param certificate empty if nobody has it any more: then it counts as one of a TSP key, which
   *     two persons revoke
   * @return false if the database knew it
   */
  boolean enter(String issuer, SerialNumber serial, Optional<Der> certificate);

  /**
   * One narrow index read; empty for a serial that was never issued.
   *
   * @throws StatusNotTrusted if the row contradicts what this node was told before (RS1.3)
   */
  Optional<CertificateStatus> find(String issuer, SerialNumber serial);

  /**
   * Whether this node has read a change of the certificate's status that took effect at that time
   * or later, and the database still says so: then no answer of this node says otherwise.
   *
   * @throws StatusNotTrusted if the log of changes is not what this node was told before (RS1.3)
   */
  boolean isRead(String issuer, SerialNumber serial, Instant since);

  /**
   * Gives the suspended and revoked certificates of a CA, one by one, in the order of their serial
   * numbers, for its CRL; all as of one moment. In the caller's transaction.
   *
   * @return number of the last change at that moment
   * @throws StatusNotTrusted after the last one, if one is missing, or says something else, than
   *     this node knows from the log of changes (RS1.3)
   */
  long listed(String issuer, Consumer<CertificateStatus> each);

  /**
   * Gives those certificates of a CA that changed after a number, each as it was after its last
   * change, in the order of their serial numbers, for a delta CRL; all as of one moment. In the
   * caller's transaction.
   *
   * @return number of the last change at that moment
   * @throws StatusNotTrusted if the log of changes has a hole or says something else than this node
   *     knows (RS1.3)
   */
  long changedSince(String issuer, long sequence, Consumer<CertificateStatus> each);

  /**
   * Whether the certificate is one of a CA, OCSP or time-stamping key, so that two persons are
   * needed to revoke it (RM1.4); empty for a serial that was never issued.
   */
  Optional<Boolean> isOfTspKey(String issuer, SerialNumber serial);
}
