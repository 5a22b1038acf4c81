package org.opentws.hsm.token;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.opentws.hsm.SigningUse;

/** What a key may sign, as its certificate in the device says (KM3.3, CG1.4, TS4.3). */
final class CertificateUse {
  private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
  private static final String TIME_STAMPING = "1.3.6.1.5.5.7.3.8";
  private static final String OCSP_SIGNING = "1.3.6.1.5.5.7.3.9";
  private static final String ANY = "2.5.29.37.0";

  /** Bits of key usage (RFC 5280, 4.2.1.3). */
  private static final int DIGITAL_SIGNATURE = 0;

  private static final int KEY_CERT_SIGN = 5;

  private CertificateUse() {}

  /** Without a certificate a key can do nothing but obtain one. */
  static Set<SigningUse> withoutCertificate() {
    return EnumSet.of(SigningUse.OWN_CERTIFICATE);
  }

  static Set<SigningUse> of(X509Certificate certificate) {
    boolean[] usage = certificate.getKeyUsage();
    if (certificate.getBasicConstraints() >= 0) {
      return ofCa(usage);
    }
    try {
      List<String> extended = certificate.getExtendedKeyUsage();
      return extended == null ? ofData(usage) : ofExtended(Set.copyOf(extended), usage);
    } catch (CertificateParsingException e) {
      return EnumSet.noneOf(SigningUse.class);
    }
  }

  private static Set<SigningUse> ofCa(boolean[] usage) {
    Set<SigningUse> uses = EnumSet.noneOf(SigningUse.class);
    if (has(usage, KEY_CERT_SIGN)) {
      uses.add(SigningUse.CERTIFICATES);
      uses.addAll(ofData(usage));
    }
    return uses;
  }

  private static Set<SigningUse> ofExtended(Set<String> extended, boolean[] usage) {
    if (extended.equals(Set.of(OCSP_SIGNING))) {
      return EnumSet.of(SigningUse.OCSP_RESPONSES);
    }
    if (extended.equals(Set.of(TIME_STAMPING))) {
      return EnumSet.of(SigningUse.TIME_STAMPS);
    }
    if (Set.of(SERVER_AUTH, CLIENT_AUTH).containsAll(extended)) {
      return EnumSet.of(SigningUse.TLS);
    }
    boolean mixed =
        extended.stream()
            .anyMatch(Set.of(OCSP_SIGNING, TIME_STAMPING, SERVER_AUTH, CLIENT_AUTH, ANY)::contains);
    return mixed ? EnumSet.noneOf(SigningUse.class) : ofData(usage);
  }

  private static Set<SigningUse> ofData(boolean[] usage) {
    return has(usage, DIGITAL_SIGNATURE)
        ? EnumSet.of(SigningUse.DATA)
        : EnumSet.noneOf(SigningUse.class);
  }

  private static boolean has(boolean[] usage, int bit) {
    return usage != null && usage[bit];
  }
}
