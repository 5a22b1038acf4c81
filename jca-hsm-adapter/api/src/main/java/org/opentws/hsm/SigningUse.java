package org.opentws.hsm;

/**
 * What a signature is wanted for. The adapter compares it at each call with the certificate that
 * lies beside the key in the device: one key, one purpose (KM3.3, CG1.4, TS4.3), whatever a
 * database says.
 */
public enum SigningUse {
  /** A request for the key's own certificate, or the self-signed one: only while it has none. */
  OWN_CERTIFICATE,
  /** Certificates and CRLs of a CA. */
  CERTIFICATES,
  OCSP_RESPONSES,
  TIME_STAMPS,
  /** Handshakes of a TLS server or client. */
  TLS,
  /** Messages, records, documents. */
  DATA
}
