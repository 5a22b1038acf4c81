package org.opentws.authentication;

import java.util.Optional;
import org.opentws.value.Der;

/**
 * Contract: what the Certificate Status Database says of a control certificate (KM3.6).
 * Authentication is a general function and knows no service; the status service fulfils this.
 */
public interface ControlCertificateStatus {
  /**
   * Why the certificate does not count now: revoked, suspended, or never heard of; empty if it is
   * good.
   *
   * @throws org.opentws.error.ServiceUnavailable if the database does not say: nobody is let in
   */
  Optional<String> objection(Der control);
}
