package org.opentws.keymanagement;

import java.util.Optional;
import org.opentws.value.Der;

/**
 * Contract: what the Certificate Status Database says of a control or infrastructure certificate
 * (KM3.6). Key management is a general function and knows no service; the status service fulfils
 * this.
 */
public interface ManagementCertificateStatus {
  /**
   * Why the certificate does not count now: revoked, suspended, or never heard of; empty if it is
   * good.
   *
   * @throws org.opentws.error.ServiceUnavailable if the database does not say: then nobody is
   *     believed
   */
  Optional<String> objection(Der certificate);
}
