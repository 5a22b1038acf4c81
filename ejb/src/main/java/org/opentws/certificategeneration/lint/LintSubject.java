package org.opentws.certificategeneration.lint;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.cert.X509CertificateHolder;
import org.opentws.value.Der;

/**
 * A certificate as rules look at it.
 *
 * @param encoded the certificate as it came
 * @param now the moment of generation
 */
record LintSubject(
    Der encoded, X509CertificateHolder certificate, X509CertificateHolder issuer, Instant now) {

  /**
   * Parses the certificate.
   *
   * @throws IOException if it is not one; the library also throws unchecked exceptions
   */
  static LintSubject of(Der encoded, X509CertificateHolder issuer, Instant now) throws IOException {
    return new LintSubject(encoded, new X509CertificateHolder(encoded.octets()), issuer, now);
  }

  TBSCertificate tbs() {
    return certificate.toASN1Structure().getTBSCertificate();
  }

  List<String> extensionIds() {
    return Arrays.stream(certificate.getExtensions().getExtensionOIDs())
        .map(ASN1ObjectIdentifier::getId)
        .toList();
  }

  boolean has(ASN1ObjectIdentifier extension) {
    return certificate.getExtension(extension) != null;
  }

  boolean critical(ASN1ObjectIdentifier extension) {
    Extension found = certificate.getExtension(extension);
    return found != null && found.isCritical();
  }

  /** The extension's value; fails if there is none. */
  ASN1Encodable value(ASN1ObjectIdentifier extension) {
    return certificate.getExtension(extension).getParsedValue();
  }

  List<AttributeTypeAndValue> subjectAttributes() {
    return Arrays.stream(certificate.getSubject().getRDNs())
        .map(RDN::getTypesAndValues)
        .flatMap(Arrays::stream)
        .toList();
  }

  Stream<ASN1Encodable> subjectValues(ASN1ObjectIdentifier attribute) {
    return subjectAttributes().stream()
        .filter(a -> a.getType().equals(attribute))
        .map(AttributeTypeAndValue::getValue);
  }

  boolean subjectHas(ASN1ObjectIdentifier attribute) {
    return subjectValues(attribute).findAny().isPresent();
  }

  boolean usage(int bits) {
    return KeyUsage.fromExtensions(certificate.getExtensions()).hasUsages(bits);
  }

  /** Whether keyUsage has no other bits than these. */
  boolean usageOnly(int bits) {
    int present = KeyUsage.fromExtensions(certificate.getExtensions()).getBytes()[0] & 0xff;
    return (present & ~bits) == 0
        && KeyUsage.fromExtensions(certificate.getExtensions()).getBytes().length == 1;
  }

  List<KeyPurposeId> purposes() {
    ExtendedKeyUsage usage = ExtendedKeyUsage.fromExtensions(certificate.getExtensions());
    return usage == null ? List.of() : Arrays.asList(usage.getUsages());
  }

  boolean isFor(KeyPurposeId purpose) {
    return purposes().contains(purpose);
  }

  List<AccessDescription> access() {
    AuthorityInformationAccess access =
        AuthorityInformationAccess.fromExtensions(certificate.getExtensions());
    return access == null ? List.of() : Arrays.asList(access.getAccessDescriptions());
  }

  boolean access(ASN1ObjectIdentifier method) {
    return access().stream().anyMatch(a -> a.getAccessMethod().equals(method));
  }

  /** Each statement of QCStatements as identifier and, if there is one, value. */
  List<Statement> statements() {
    List<Statement> statements = new ArrayList<>();
    if (has(Extension.qCStatements)) {
      for (ASN1Encodable one : ASN1Sequence.getInstance(value(Extension.qCStatements))) {
        ASN1Sequence statement = ASN1Sequence.getInstance(one);
        statements.add(
            new Statement(
                ASN1ObjectIdentifier.getInstance(statement.getObjectAt(0)),
                statement.size() > 1
                    ? Optional.of(statement.getObjectAt(1).toASN1Primitive())
                    : Optional.empty()));
      }
    }
    return statements;
  }

  Optional<Statement> statement(ASN1ObjectIdentifier id) {
    return statements().stream().filter(s -> s.id().equals(id)).findFirst();
  }

  /** One QCStatement. */
  record Statement(ASN1ObjectIdentifier id, Optional<ASN1Primitive> value) {}
}
