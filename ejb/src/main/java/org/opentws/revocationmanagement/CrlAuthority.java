package org.opentws.revocationmanagement;

import java.io.IOException;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.opentws.keymanagement.UsableKey;
import org.opentws.value.Der;

/**
 * Who signs the CRLs of a CA: the CA itself, or another one in its place.
 *
 * @param ca whose certificates are listed
 * @param certificate of that CA
 * @param key that signs
 */
public record CrlAuthority(String ca, Der certificate, UsableKey key) {
  /** Whether it is another CA's key (RFC 5280, 5.2.5). */
  boolean isIndirect() {
    return !key.owner().equals(ca);
  }

  /** The issuer of the listed certificates, if the list must name it. */
  Optional<X500Name> certificateIssuer() {
    return isIndirect() ? Optional.of(holder(certificate).getSubject()) : Optional.empty();
  }

  X509CertificateHolder ofCa() {
    return holder(certificate);
  }

  X509CertificateHolder ofSigner() {
    return holder(key.certificate());
  }

  private static X509CertificateHolder holder(Der certificate) {
    try {
      return new X509CertificateHolder(certificate.octets());
    } catch (IOException e) {
      throw new IllegalStateException("a certificate of the register cannot be read", e);
    }
  }
}
