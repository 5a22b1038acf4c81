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
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
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

  /** Begins the common name in the certificates of machines, and of nobody else. */
  public static final String MACHINE_NAME = "Machine ";

  /** The names of machines; a common name has 64 characters at most (RFC 5280). */
  public static final String MACHINE_FORM = "[a-z0-9][a-z0-9-]{1,55}";

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

  /** The machine that the CA named in this certificate; empty if it is no machine's. */
  Optional<String> machine(Der shown) {
    try {
      X509Certificate parsed = parse(new ByteArrayInputStream(shown.octets()));
      return Optional.of(commonName(parsed))
          .filter(name -> name.startsWith(MACHINE_NAME))
          .filter(name -> hasSigned(parsed))
          .map(name -> name.substring(MACHINE_NAME.length()));
    } catch (CertificateException e) {
      return Optional.empty();
    }
  }

  /** Why this is not an acceptable infrastructure certificate of the machine; empty if it is. */
  public Optional<String> machineObjection(Der shown, String machine, Instant now) {
    return objection(shown, now, certificate(), parsed -> machineContent(parsed, machine));
  }

  private static Optional<String> machineContent(X509Certificate shown, String machine)
      throws CertificateException {
    return commonName(shown).equals(MACHINE_NAME + machine)
        ? clientContent(shown)
        : Optional.of("not the certificate of the machine " + machine);
  }

  /** Empty if there is none. */
  private static String commonName(X509Certificate certificate) throws CertificateException {
    try {
      return new LdapName(certificate.getSubjectX500Principal().getName())
          .getRdns().stream()
              .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
              .map(rdn -> rdn.getValue().toString())
              .findFirst()
              .orElse("");
    } catch (InvalidNameException e) {
      throw new CertificateException(e);
    }
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
    return commonName(control).startsWith(MACHINE_NAME)
        ? Optional.of("the certificate of a machine")
        : clientContent(control);
  }

  private static Optional<String> clientContent(X509Certificate control)
      throws CertificateException {
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
