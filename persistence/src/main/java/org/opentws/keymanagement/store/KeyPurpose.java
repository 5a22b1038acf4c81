package org.opentws.keymanagement.store;

/** What a key is for. One key, one purpose (KM3.3, CG1.4, TS4.3). */
public enum KeyPurpose {
  /** Signs certificates and CRLs of subjects. */
  CERTIFICATE_SIGNING(KeyClass.TSP_SIGNING),
  /** Signs OCSP responses for one CA. */
  OCSP_SIGNING(KeyClass.TSP_SIGNING),
  /** Signs time-stamp tokens of one unit. */
  TIME_STAMP_SIGNING(KeyClass.TSP_SIGNING),
  /** Signs certificates of infrastructure and control keys. */
  MANAGEMENT_CERTIFICATE_SIGNING(KeyClass.INFRASTRUCTURE),
  TLS_SERVER(KeyClass.INFRASTRUCTURE),
  /**
   * A node's way into its database; owner is the role that it logs in as. Not every system has it.
   */
  DATABASE_CLIENT(KeyClass.INFRASTRUCTURE),
  AUDIT_SIGNING(KeyClass.INFRASTRUCTURE),
  /** Seals messages between services (R1.7, RM2.4); owner is the sending service. */
  MESSAGE_SEALING(KeyClass.INFRASTRUCTURE);

  private final KeyClass keyClass;

  KeyPurpose(KeyClass keyClass) {
    this.keyClass = keyClass;
  }

  public KeyClass keyClass() {
    return keyClass;
  }
}
