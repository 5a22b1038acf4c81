package org.opentws.certificategeneration;

import org.opentws.value.Der;

/** The core service of 5.3.3 as registration sees it. */
public interface CertificateGeneration {
  /** Message type of the sealed request that registration sends (R1.7). */
  String REQUEST_TYPE = "certificate-request";

  /**
   * Opens the sealed request (its content is {@link CertificateRequest#toJson}), verifies that
   * registration sealed it (CG1.1), and generates the certificate in the crash-safe order of
   * docs/issuance.md. Asking again for the same applicationId gives the first certificate.
   *
   * @throws org.opentws.error.RequestRefused SEAL_BROKEN, REPLAYED, PROFILE_VIOLATION, LINT_FAILED
   * @throws org.opentws.error.ServiceUnavailable DEVICE, KEY, AUDIT
   */
  GeneratedCertificate generate(Der sealedRequest);
}
