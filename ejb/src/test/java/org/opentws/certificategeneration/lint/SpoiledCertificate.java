package org.opentws.certificategeneration.lint;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.X509CertificateHolder;
import org.opentws.certificategeneration.profile.CertificateComposer;
import org.opentws.certificategeneration.profile.CertificateDraft;
import org.opentws.certificategeneration.profile.Drafts;
import org.opentws.value.Der;

/** A certificate that a profile made, every part of which a test may replace. */
final class SpoiledCertificate {
  final X509CertificateHolder issuer;
  int version = 2;
  BigInteger serial;
  AlgorithmIdentifier insideAlgorithm;
  AlgorithmIdentifier outsideAlgorithm;
  X500Name issuerName;
  ASN1Encodable notBefore;
  ASN1Encodable notAfter;
  X500Name subject;
  SubjectPublicKeyInfo key;
  boolean uniqueIdentifier;
  final List<Extension> extensions = new ArrayList<>();

  SpoiledCertificate(String profile) {
    this(Drafts.of(profile));
  }

  private SpoiledCertificate(CertificateDraft draft) {
    this(new CertificateComposer(Drafts.SETTINGS).compose(draft), draft.issuer().certificate());
  }

  SpoiledCertificate(TBSCertificate tbs, X509CertificateHolder issuer) {
    this.issuer = issuer;
    serial = tbs.getSerialNumber().getValue();
    insideAlgorithm = tbs.getSignature();
    outsideAlgorithm = tbs.getSignature();
    issuerName = tbs.getIssuer();
    notBefore = tbs.getStartDate();
    notAfter = tbs.getEndDate();
    subject = tbs.getSubject();
    key = tbs.getSubjectPublicKeyInfo();
    for (ASN1ObjectIdentifier oid : tbs.getExtensions().getExtensionOIDs()) {
      extensions.add(tbs.getExtensions().getExtension(oid));
    }
  }

  static Time time(String instant) {
    return new Time(Date.from(Instant.parse(instant)));
  }

  void remove(ASN1ObjectIdentifier oid) {
    if (!extensions.removeIf(extension -> extension.getExtnId().equals(oid))) {
      throw new IllegalArgumentException("there is no " + oid);
    }
  }

  void add(ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable value) {
    try {
      extensions.add(
          new Extension(oid, critical, value.toASN1Primitive().getEncoded(ASN1Encoding.DER)));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  void replace(ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable value) {
    remove(oid);
    add(oid, critical, value);
  }

  void setCritical(ASN1ObjectIdentifier oid, boolean critical) {
    ASN1Encodable value = value(oid);
    replace(oid, critical, value);
  }

  ASN1Primitive value(ASN1ObjectIdentifier oid) {
    return extensions.stream()
        .filter(extension -> extension.getExtnId().equals(oid))
        .findFirst()
        .orElseThrow()
        .getParsedValue()
        .toASN1Primitive();
  }

  Der encoded() {
    ASN1EncodableVector tbs = new ASN1EncodableVector();
    if (version > 0) {
      tbs.add(new DERTaggedObject(true, 0, new ASN1Integer(version)));
    }
    tbs.add(new ASN1Integer(serial));
    tbs.add(insideAlgorithm);
    tbs.add(issuerName);
    tbs.add(sequence(notBefore, notAfter));
    tbs.add(subject);
    tbs.add(key);
    if (uniqueIdentifier) {
      tbs.add(new DERTaggedObject(false, 2, new DERBitString(new byte[] {1})));
    }
    tbs.add(new DERTaggedObject(true, 3, sequence(extensions.toArray(ASN1Encodable[]::new))));
    try {
      return Der.of(
          sequence(new DERSequence(tbs), outsideAlgorithm, new DERBitString(new byte[70]))
              .getEncoded(ASN1Encoding.DER));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static DERSequence sequence(ASN1Encodable... elements) {
    return new DERSequence(elements);
  }
}
