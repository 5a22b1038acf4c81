package org.opentws.authentication;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.opentws.access.AccessConfiguration;
import org.opentws.value.Der;

/**
 * The CA of control and infrastructure certificates. Its own certificate comes from a file that the
 * operator configured, not from the database: what it did not issue is believed in nothing.
 */
@ApplicationScoped
public class ManagementCa {
  private static final int RSA_BITS_MIN = 3000;
  private static final int EC_BITS_MIN = 256;
  private static final int KEY_USAGE_DIGITAL_SIGNATURE = 0;
  private static final String EKU_CLIENT_AUTHENTICATION = "1.3.6.1.5.5.7.3.2";

  @Inject AccessConfiguration configuration;

  /** Read once; a race reads it twice, with the same result. */
  private volatile @Nullable X509Certificate certificate;

  /** The CA's certificate, as the operator configured it. */
  public X509Certificate certificate() {
    @Nullable X509Certificate known = certificate;
    if (known != null) {
      return known;
    }
    try (InputStream file = Files.newInputStream(configuration.managementCa())) {
      X509Certificate read = parse(file);
      certificate = read;
      return read;
    } catch (IOException | CertificateException e) {
      throw new IllegalStateException(
          "opentws.access.management-ca cannot be read: " + configuration.managementCa(), e);
    }
  }

  /** Whether a certificate is the management CA's own work, whatever it is good for now. */
  boolean hasSigned(X509Certificate shown) {
    try {
      shown.verify(certificate().getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** Why this is not an acceptable control certificate now; empty if it is. */
  public Optional<String> objection(Der control, Instant now) {
    return objection(control, now, certificate());
  }

  /**
   * Why this is not the certificate of an infrastructure key that signs data now, a sealing key for
   * example; empty if it is. Officers and servers have an extended key usage, such keys have none.
   */
  public Optional<String> signingObjection(Der infrastructure, Instant now) {
    return objection(infrastructure, now, certificate(), ManagementCa::signingContent);
  }

  static Optional<String> objection(Der control, Instant now, X509Certificate issuer) {
    return objection(control, now, issuer, ManagementCa::content);
  }

  private interface Content {
    Optional<String> objection(X509Certificate certificate) throws CertificateException;
  }

  private static Optional<String> objection(
      Der certificate, Instant now, X509Certificate issuer, Content content) {
    try {
      X509Certificate parsed = parse(new ByteArrayInputStream(certificate.octets()));
      parsed.verify(issuer.getPublicKey());
      parsed.checkValidity(Date.from(now));
      issuer.checkValidity(Date.from(now));
      if (!parsed.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
        return Optional.of("not issued by the management CA");
      }
      if (parsed.getBasicConstraints() >= 0) {
        return Optional.of("a CA certificate is for nothing else");
      }
      return content.objection(parsed);
    } catch (GeneralSecurityException e) {
      return Optional.of("not issued by the management CA, or not valid now");
    }
  }

  private static Optional<String> signingContent(X509Certificate infrastructure)
      throws CertificateException {
    boolean @Nullable [] usage = infrastructure.getKeyUsage();
    boolean signs =
        usage != null
            && usage[KEY_USAGE_DIGITAL_SIGNATURE]
            && infrastructure.getExtendedKeyUsage() == null;
    return signs ? Optional.empty() : Optional.of("not for signing by an infrastructure key");
  }

  private static Optional<String> content(X509Certificate control) throws CertificateException {
    boolean @Nullable [] usage = control.getKeyUsage();
    @Nullable List<String> extended = control.getExtendedKeyUsage();
    if (usage == null
        || !usage[KEY_USAGE_DIGITAL_SIGNATURE]
        || extended == null
        || !extended.contains(EKU_CLIENT_AUTHENTICATION)) {
      return Optional.of("not for client authentication");
    }
    // IA3.1: weak authentication secrets are prevented.
    return isStrong(control.getPublicKey()) ? Optional.empty() : Optional.of("weak key");
  }

  private static boolean isStrong(PublicKey key) {
    if (key instanceof RSAPublicKey rsa) {
      return rsa.getModulus().bitLength() >= RSA_BITS_MIN;
    }
    return key instanceof ECPublicKey ec
        && ec.getParams().getCurve().getField().getFieldSize() >= EC_BITS_MIN;
  }

  private static X509Certificate parse(InputStream encoded) throws CertificateException {
    return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(encoded);
  }
}
