package org.opentws.revocationstatus.store;

/** The three states of a certificate in the Certificate Status Database. */
public enum CertificateState {
  GOOD,
  SUSPENDED,
  REVOKED
}
