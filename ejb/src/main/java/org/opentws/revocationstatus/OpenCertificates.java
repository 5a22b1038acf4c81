package org.opentws.revocationstatus;

import java.util.Optional;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

/** Certificates whose subjects agreed that everybody may have them (D1.1, RS1.4). */
public interface OpenCertificates {
  /**
   * The certificate; empty if there is none or its subject did not agree.
   *
   * @throws org.opentws.error.ServiceUnavailable it cannot be had or trusted now
   */
  Optional<Der> find(String ca, SerialNumber serial);
}
