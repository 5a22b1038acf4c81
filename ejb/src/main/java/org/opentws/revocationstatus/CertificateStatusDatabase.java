package org.opentws.revocationstatus;

import java.util.Optional;
import org.opentws.value.SerialNumber;

/** The Certificate Status Database of figure 1: changed only by message A, read by every answer. */
public interface CertificateStatusDatabase {
  /**
   * Message A: stores the new status in the caller's transaction.
   *
   * @throws org.opentws.error.RequestRefused NOT_FOUND, REVOCATION_IS_FINAL, WRONG_STATE
   */
  void apply(CertificateStatus changed);

  /** One narrow index read; empty for a serial that was never issued. */
  Optional<CertificateStatus> find(String issuer, SerialNumber serial);
}
