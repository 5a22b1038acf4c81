package org.opentws.keymanagement.store;

import java.time.Instant;
import java.util.List;
import org.opentws.value.Der;

/**
 * The certificate that a key is bound to.
 *
 * @param issuers the issuers' certificates, nearest first
 * @param usableFrom the private key signs nothing before this
 * @param usableUntil nor after this: the earlier of notAfter and the end of the private key usage
 *     period (KM3.5)
 */
public record KeyCertificate(
    Der certificate, List<Der> issuers, Instant usableFrom, Instant usableUntil) {
  public KeyCertificate {
    issuers = List.copyOf(issuers);
  }
}
