package org.opentws.revocationstatus.store;

import org.opentws.value.SerialNumber;

/** Which certificate: its issuer's id and its serial number. */
public record CertificateName(String issuer, SerialNumber serial) {
  @Override
  public String toString() {
    return issuer + "/" + serial;
  }
}
