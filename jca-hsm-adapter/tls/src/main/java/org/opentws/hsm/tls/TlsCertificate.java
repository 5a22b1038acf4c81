package org.opentws.hsm.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** Decides whether a certificate is one for a TLS server, now. */
final class TlsCertificate {
  /** id-kp-serverAuth (RFC 5280, 4.2.1.12). */
  private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";

  private TlsCertificate() {}

  static boolean serves(X509Certificate certificate, Instant now) {
    return isForServers(certificate)
        && !now.isBefore(certificate.getNotBefore().toInstant())
        && !now.isAfter(certificate.getNotAfter().toInstant());
  }

  private static boolean isForServers(X509Certificate certificate) {
    try {
      List<String> usages = certificate.getExtendedKeyUsage();
      return usages != null && usages.contains(SERVER_AUTH);
    } catch (CertificateParsingException e) {
      return false;
    }
  }
}
