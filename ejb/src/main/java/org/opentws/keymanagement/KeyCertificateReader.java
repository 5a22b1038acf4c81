package org.opentws.keymanagement;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.PrivateKeyUsagePeriod;
import org.bouncycastle.cert.X509CertificateHolder;
import org.jspecify.annotations.Nullable;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.keymanagement.store.KeyCertificate;
import org.opentws.value.Der;

/** Reads the life of a private key out of its certificate (KM3.5). */
final class KeyCertificateReader {
  private KeyCertificateReader() {}

  /** The certificate's serial number in hex. */
  static String serial(Der certificate) {
    return parse(certificate).getSerialNumber().toString(16);
  }

  /**
   * Parses a certificate.
   *
   * @throws RequestRefused MALFORMED_REQUEST if it is none
   */
  static X509CertificateHolder parse(Der encoded) {
    try {
      X509CertificateHolder holder = new X509CertificateHolder(encoded.octets());
      // DER has one encoding: what does not come back the same is not DER.
      if (!Der.of(holder.getEncoded()).equals(encoded)) {
        throw new RequestRefused(Refusal.MALFORMED_REQUEST, "the certificate is not in DER");
      }
      return holder;
    } catch (IOException
        | IllegalArgumentException
        | IllegalStateException
        | ClassCastException e) {
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, "the certificate cannot be read", e);
    }
  }

  static Der publicKeyOf(X509CertificateHolder certificate) {
    try {
      return Der.of(certificate.getSubjectPublicKeyInfo().getEncoded());
    } catch (IOException e) {
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, "the public key cannot be read", e);
    }
  }

  /**
   * The certificate with the life of its private key: validity, cut short by the private key usage
   * period (ETSI EN 319 422, 5.1.2) where it has one.
   *
   * @throws RequestRefused MALFORMED_REQUEST if it cannot be read
   */
  static KeyCertificate read(Der encoded, List<Der> issuers) {
    X509CertificateHolder certificate = parse(encoded);
    Instant from = certificate.getNotBefore().toInstant();
    Instant until = certificate.getNotAfter().toInstant();
    try {
      Extension extension = certificate.getExtension(Extension.privateKeyUsagePeriod);
      if (extension != null) {
        PrivateKeyUsagePeriod period =
            PrivateKeyUsagePeriod.getInstance(extension.getParsedValue());
        from = later(from, period.getNotBefore());
        until = earlier(until, period.getNotAfter());
      }
      return new KeyCertificate(encoded, issuers, from, until);
    } catch (java.text.ParseException | RuntimeException e) {
      throw new RequestRefused(
          Refusal.MALFORMED_REQUEST, "the private key usage period cannot be read", e);
    }
  }

  private static Instant later(Instant from, @Nullable ASN1GeneralizedTime other)
      throws java.text.ParseException {
    Instant candidate = other == null ? from : other.getDate().toInstant();
    return candidate.isAfter(from) ? candidate : from;
  }

  private static Instant earlier(Instant until, @Nullable ASN1GeneralizedTime other)
      throws java.text.ParseException {
    Instant candidate = other == null ? until : other.getDate().toInstant();
    return candidate.isBefore(until) ? candidate : until;
  }
}
