package org.opentws.hsm.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** What a certificate in the token is for, and whether it is good now. */
final class TlsCertificate {
  /** id-kp-serverAuth (RFC 5280, 4.2.1.12). */
  private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";

  /** id-kp-clientAuth. */
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

  private TlsCertificate() {}

  static boolean isValid(X509Certificate certificate, Instant now) {
    return !now.isBefore(certificate.getNotBefore().toInstant())
        && !now.isAfter(certificate.getNotAfter().toInstant());
  }

  static boolean isForServers(X509Certificate certificate) {
    return usages(certificate).contains(SERVER_AUTH);
  }

  /** Of a client that has this name alone, and for nothing but that (KM3.3). */
  static boolean isForClient(X509Certificate certificate, String name) {
    return usages(certificate).equals(List.of(CLIENT_AUTH))
        && commonNames(certificate).equals(List.of(name));
  }

  private static List<String> usages(X509Certificate certificate) {
    try {
      List<String> usages = certificate.getExtendedKeyUsage();
      return usages == null ? List.of() : usages;
    } catch (CertificateParsingException e) {
      return List.of();
    }
  }

  private static List<Object> commonNames(X509Certificate certificate) {
    try {
      return new LdapName(certificate.getSubjectX500Principal().getName())
          .getRdns().stream()
              .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
              .map(Rdn::getValue)
              .toList();
    } catch (InvalidNameException e) {
      return List.of();
    }
  }
}
