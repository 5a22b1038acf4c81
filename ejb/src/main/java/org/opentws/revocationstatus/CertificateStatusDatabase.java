package org.opentws.revocationstatus;

import java.util.List;
import java.util.Optional;
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
   * One narrow index read; empty for a serial that was never issued.
   *
   * @throws StatusNotTrusted if the row contradicts what this node was told before (RS1.3)
   */
  Optional<CertificateStatus> find(String issuer, SerialNumber serial);

  /**
   * Suspended and revoked certificates of a CA in the order of their serial numbers, for its CRL.
   *
   * @throws StatusNotTrusted if one is missing, or says something else, that this node was told of
   *     before (RS1.3)
   */
  List<CertificateStatus> listed(String issuer);

  /**
   * Whether the certificate is one of a CA, OCSP or time-stamping key, so that two persons are
   * needed to revoke it (RM1.4); empty for a serial that was never issued.
   */
  Optional<Boolean> isOfTspKey(String issuer, SerialNumber serial);
}
