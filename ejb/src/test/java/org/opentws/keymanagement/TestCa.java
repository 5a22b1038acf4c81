package org.opentws.keymanagement;

import java.math.BigInteger;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.value.Der;

/** A CA in software: the offline root, or what stands for certificate generation. */
final class TestCa implements KeyCertifier {
  final X500Name name;
  final KeyPair keys = Fakes.newKeyPair("EC:secp384r1");
  private final TestCa.Clock clock;
  String signatureAlgorithm = "SHA384withECDSA";

  /** Tells the time. */
  private static final BigInteger SERIAL =
      new BigInteger(1, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9});

  interface Clock {
    Instant now();
  }

  TestCa(String name, Clock clock) {
    this.name = new X500Name(name);
    this.clock = clock;
  }

  /** What a certificate is to look like. */
  static final class Request {
    BigInteger serial = SERIAL;
    X500Name subject = new X500Name("CN=issuing");
    Der publicKey = Der.of(new byte[0]);
    Duration began = Duration.ofMinutes(1);
    Duration life = Duration.ofDays(365);
    boolean ca = true;
    int pathLength = -1;
    int usage = KeyUsage.keyCertSign | KeyUsage.cRLSign;
    List<KeyPurposeId> extendedUsages = new ArrayList<>();
    Duration privateKeyLife = Duration.ZERO;
    String strangeCriticalExtension = "";
    boolean keyIdentifierOfIssuer = true;
  }

  static Der spki(KeyPair keys) {
    return Der.of(keys.getPublic().getEncoded());
  }

  Request rootRequest() {
    Request request = new Request();
    request.subject = name;
    request.publicKey = spki(keys);
    request.life = Duration.ofDays(3650);
    return request;
  }

  Der certificate(Request request) {
    try {
      Instant from = clock.now().minus(request.began);
      SubjectPublicKeyInfo publicKey = SubjectPublicKeyInfo.getInstance(request.publicKey.octets());
      X509v3CertificateBuilder builder =
          new X509v3CertificateBuilder(
              name,
              request.serial,
              Date.from(from),
              Date.from(from.plus(request.life)),
              request.subject,
              publicKey);
      addExtensions(builder, request, publicKey, from);
      return Der.of(builder.build(signer()).getEncoded());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void addExtensions(
      X509v3CertificateBuilder builder,
      Request request,
      SubjectPublicKeyInfo publicKey,
      Instant from)
      throws Exception {
    JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
    builder.addExtension(
        Extension.basicConstraints,
        true,
        request.pathLength >= 0
            ? new BasicConstraints(request.pathLength)
            : new BasicConstraints(request.ca));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(request.usage));
    builder.addExtension(
        Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(publicKey));
    builder.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        request.keyIdentifierOfIssuer
            ? identifiers.createAuthorityKeyIdentifier(keys.getPublic())
            : identifiers.createAuthorityKeyIdentifier(publicKey));
    if (!request.extendedUsages.isEmpty()) {
      builder.addExtension(
          Extension.extendedKeyUsage,
          true,
          new ExtendedKeyUsage(request.extendedUsages.toArray(new KeyPurposeId[0])));
    }
    if (!request.privateKeyLife.isZero()) {
      Date end = Date.from(from.plus(request.privateKeyLife));
      ASN1Encodable notAfter = new DERTaggedObject(false, 1, new DERGeneralizedTime(end));
      builder.addExtension(Extension.privateKeyUsagePeriod, false, new DERSequence(notAfter));
    }
    if (!request.strangeCriticalExtension.isEmpty()) {
      builder.addExtension(
          new ASN1ObjectIdentifier(request.strangeCriticalExtension), true, new byte[] {5, 0});
    }
  }

  /** A complete CRL; lists the serial number that certificates have here if so wished. */
  Der crl(Duration life, boolean listing) {
    try {
      Instant from = clock.now().minus(Duration.ofMinutes(1));
      X509v2CRLBuilder builder = new X509v2CRLBuilder(name, Date.from(from));
      builder.setNextUpdate(Date.from(from.plus(life)));
      if (listing) {
        builder.addCRLEntry(SERIAL, Date.from(from), CRLReason.keyCompromise);
      }
      return Der.of(builder.build(signer()).getEncoded());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private ContentSigner signer() throws Exception {
    return new JcaContentSignerBuilder(signatureAlgorithm).build(keys.getPrivate());
  }

  /** A request that suits a purpose. */
  static Request requestFor(KeyPurpose purpose, Der publicKey) {
    Request request = new Request();
    request.publicKey = publicKey;
    boolean ca =
        purpose == KeyPurpose.CERTIFICATE_SIGNING
            || purpose == KeyPurpose.MANAGEMENT_CERTIFICATE_SIGNING;
    request.ca = ca;
    if (!ca) {
      request.usage = KeyUsage.digitalSignature;
    }
    if (purpose == KeyPurpose.OCSP_SIGNING) {
      request.extendedUsages.add(KeyPurposeId.id_kp_OCSPSigning);
    } else if (purpose == KeyPurpose.TIME_STAMP_SIGNING) {
      request.extendedUsages.add(KeyPurposeId.id_kp_timeStamping);
    } else if (purpose == KeyPurpose.TLS_SERVER) {
      request.extendedUsages.add(KeyPurposeId.id_kp_serverAuth);
    } else if (purpose == KeyPurpose.DATABASE_CLIENT) {
      request.extendedUsages.add(KeyPurposeId.id_kp_clientAuth);
    }
    return request;
  }

  @Override
  public List<Der> certify(
      KeyPurpose purpose, String owner, Der subjectPublicKeyInfo, Optional<String> ca) {
    return List.of(certificate(requestFor(purpose, subjectPublicKeyInfo)));
  }
}
