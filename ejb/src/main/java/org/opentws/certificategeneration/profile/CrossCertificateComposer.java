package org.opentws.certificategeneration.profile;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PolicyConstraints;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.value.SerialNumber;

/** Decides every field of a cross certificate (CG3; RFC 5280, 4.2), or refuses. */
public final class CrossCertificateComposer {
  private final GenerationSettings settings;

  public CrossCertificateComposer(GenerationSettings settings) {
    this.settings = settings;
  }

  /**
   * The certificate, not yet signed.
   *
   * @param now the moment of generation
   * @throws RequestRefused PROFILE_VIOLATION or WEAK_KEY
   */
  public TBSCertificate compose(
      CrossCertificate wanted, Issuer issuer, SerialNumber serial, Instant now) {
    SubjectKeyRules.check(wanted.subjectPublicKeyInfo(), AllowedKeys.SOUND);
    checkIssuer(wanted, issuer);
    // CG1.6e: now, in the whole seconds that X.509 has.
    Instant notBefore = now.truncatedTo(ChronoUnit.SECONDS);
    Instant notAfter = CertificateProfile.Validity.lastSecond(notBefore, wanted.life());
    if (notAfter.isAfter(issuer.certificate().getNotAfter().toInstant())) {
      throw refused("it would outlive the certificate of the CA that signs it: fewer days");
    }
    V3TBSCertificateGenerator tbs = new V3TBSCertificateGenerator();
    tbs.setSerialNumber(new ASN1Integer(serial.value()));
    tbs.setSignature(issuer.algorithm());
    tbs.setIssuer(issuer.certificate().getSubject());
    tbs.setStartDate(new Time(Date.from(notBefore)));
    tbs.setEndDate(new Time(Date.from(notAfter)));
    tbs.setSubject(wanted.subject());
    tbs.setSubjectPublicKeyInfo(key(wanted));
    tbs.setExtensions(extensions(wanted, issuer, serial));
    return tbs.generateTBSCertificate();
  }

  /** What the CA's own certificate does not let it certify would be worth nothing. */
  private static void checkIssuer(CrossCertificate wanted, Issuer issuer) {
    Extensions own = issuer.certificate().getExtensions();
    if (ExtendedKeyUsage.fromExtensions(own) != null) {
      throw refused("that CA's own certificate keeps it to other purposes");
    }
    BasicConstraints constraints = BasicConstraints.fromExtensions(own);
    BigInteger below = constraints == null ? null : constraints.getPathLenConstraint();
    // RFC 5280, 4.2.1.9: the cross certificate is the first CA below it.
    if (below != null && below.compareTo(BigInteger.valueOf(wanted.pathLength() + 1L)) < 0) {
      throw refused(
          "that CA's own certificate has the path length %s, and this needs %d"
              .formatted(below, wanted.pathLength() + 1));
    }
    if (own.getExtension(Extension.nameConstraints) != null
        && wanted.permitted().names().isEmpty()) {
      throw refused("that CA's own certificate is limited to names: say for which names");
    }
  }

  private Extensions extensions(CrossCertificate wanted, Issuer issuer, SerialNumber serial) {
    ExtensionsGenerator extensions = new ExtensionsGenerator();
    try {
      extensions.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          new AuthorityKeyIdentifier(
              SubjectKeyIdentifier.fromExtensions(issuer.certificate().getExtensions())
                  .getKeyIdentifier()));
      extensions.addExtension(
          Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(keyIdentifier(wanted)));
      extensions.addExtension(
          Extension.basicConstraints, true, new BasicConstraints(wanted.pathLength()));
      extensions.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      limits(wanted, extensions);
      new StatusPointers(settings, issuer.id(), serial).add(extensions, true, true);
      return extensions.generate();
    } catch (IOException e) {
      throw new IllegalStateException("an extension could not be encoded", e);
    }
  }

  /** Policies count only because one of them is demanded of each certificate below. */
  private static void limits(CrossCertificate wanted, ExtensionsGenerator extensions)
      throws IOException {
    extensions.addExtension(
        Extension.certificatePolicies,
        false,
        new CertificatePolicies(
            wanted.policies().stream()
                .map(oid -> new PolicyInformation(new ASN1ObjectIdentifier(oid)))
                .toArray(PolicyInformation[]::new)));
    extensions.addExtension(
        Extension.policyConstraints, true, new PolicyConstraints(BigInteger.ZERO, BigInteger.ZERO));
    extensions.addExtension(Extension.inhibitAnyPolicy, true, new ASN1Integer(BigInteger.ZERO));
    Optional<NameConstraints> names = wanted.permitted().constraints();
    if (names.isPresent()) {
      extensions.addExtension(Extension.nameConstraints, true, names.get());
    }
  }

  private static byte[] keyIdentifier(CrossCertificate wanted) {
    return wanted
        .keyIdentifier()
        .map(own -> own.octets())
        .orElseGet(() -> ExtensionComposer.keyIdentifier(key(wanted)));
  }

  private static SubjectPublicKeyInfo key(CrossCertificate wanted) {
    try {
      return SubjectPublicKeyInfo.getInstance(
          ASN1Primitive.fromByteArray(wanted.subjectPublicKeyInfo().octets()));
    } catch (IOException e) {
      throw new IllegalStateException("a key that was checked cannot be read", e);
    }
  }

  private static RequestRefused refused(String detail) {
    return new RequestRefused(Refusal.PROFILE_VIOLATION, detail);
  }
}
