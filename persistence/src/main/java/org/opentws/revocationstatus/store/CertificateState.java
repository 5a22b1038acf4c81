package org.opentws.revocationstatus.store;

/** The three states of a certificate in the Certificate Status Database. */
public enum CertificateState {
  GOOD,
  SUSPENDED,
  REVOKED;

  /**
   * Whether a status change may lead from this state to the next one (RM1.3: none from REVOKED).
   */
  public boolean mayBecome(CertificateState next) {
    return switch (this) {
      case GOOD -> next != GOOD;
      case SUSPENDED -> next != SUSPENDED;
      case REVOKED -> false;
    };
  }
}
