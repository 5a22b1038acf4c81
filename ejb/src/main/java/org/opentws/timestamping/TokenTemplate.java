package org.opentws.timestamping;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.tsp.Accuracy;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuerSerial;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.tsp.TimeStampRequest;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.keymanagement.UsableKey;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;
import org.opentws.value.Sha256;

/**
 * Tokens of one unit and one key (TS3, TS4): RFC 3161 with ESSCertIDv2 (RFC 5816), profile of EN
 * 319 422. Everything that is the same in each token is encoded once, here; a token costs its own
 * parts, two hashes and the signature.
 */
final class TokenTemplate {
  /** EN 319 422, 9.1: the statement that a token is a qualified one under EU law. */
  private static final DERSequence QUALIFIED =
      new DERSequence(new DERSequence(new ASN1ObjectIdentifier("0.4.0.19422.1.1")));

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss").withZone(ZoneOffset.UTC);

  private static final int MILLIS_PER_SECOND = 1000;
  private static final int NANOS_PER_MILLI = 1_000_000;
  private static final int TOKEN_OCTETS = 4096;
  private static final int TST_INFO_OCTETS = 512;
  private static final byte[] GRANTED = {0x30, 0x03, 0x02, 0x01, 0x00};

  private final TimeStampingUnit unit;
  private final UsableKey key;
  private final SignerAlgorithms algorithms;

  private final byte[] versionAndPolicy;
  private final byte[] afterTime;
  private final byte[] tail;
  private final byte[] contentType;
  private final byte[] signingCertificate;
  private final byte[] certificates;
  private final byte[] signerBeginning;
  private final byte[] signatureAlgorithm;
  private final byte[] signedDataBeginning;
  private final byte[] tstInfoType;
  private final byte[] signedDataType;
  private final SignatureCheck check;

  /** What is signed, and what it covers. */
  record Composed(byte[] tstInfo, byte[] signedAttributes) {}

  /**
   * Prepares.
   *
   * @throws RequestRefused PROFILE_VIOLATION if a unit of that kind cannot have this certificate
   */
  TokenTemplate(TimeStampingUnit unit, UsableKey key) {
    this.unit = unit;
    this.key = key;
    try {
      X509CertificateHolder certificate = new X509CertificateHolder(key.certificate().octets());
      checkName(certificate);
      algorithms = SignerAlgorithms.of(key.algorithm());
      check = new SignatureCheck(key.algorithm(), certificate);
      versionAndPolicy = joined(new ASN1Integer(1).getEncoded(), unit.policyId().getEncoded());
      afterTime = accuracy();
      tail = joined(name(certificate), extensions());
      contentType =
          attribute(
              CMSAttributes.contentType.getEncoded(),
              PKCSObjectIdentifiers.id_ct_TSTInfo.getEncoded());
      signingCertificate =
          attribute(
              PKCSObjectIdentifiers.id_aa_signingCertificateV2.getEncoded(), binding(certificate));
      certificates = certificates(key);
      AlgorithmIdentifier digest = new AlgorithmIdentifier(algorithms.digestId());
      signerBeginning =
          joined(
              new ASN1Integer(1).getEncoded(),
              new IssuerAndSerialNumber(certificate.toASN1Structure()).getEncoded(ASN1Encoding.DER),
              digest.getEncoded(ASN1Encoding.DER));
      signatureAlgorithm =
          new DefaultSignatureAlgorithmIdentifierFinder()
              .find(key.algorithm())
              .getEncoded(ASN1Encoding.DER);
      signedDataBeginning =
          joined(new ASN1Integer(3).getEncoded(), new DERSet(digest).getEncoded(ASN1Encoding.DER));
      tstInfoType = PKCSObjectIdentifiers.id_ct_TSTInfo.getEncoded();
      signedDataType = PKCSObjectIdentifiers.signedData.getEncoded();
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("a unit's certificate cannot be used", e);
    }
  }

  /** Whether it still is what this unit and key need. */
  boolean isFor(TimeStampingUnit otherUnit, UsableKey otherKey) {
    return unit.equals(otherUnit) && key.equals(otherKey);
  }

  UsableKey key() {
    return key;
  }

  /** EIDAS 42.1.c, EN 319 422, 8: the certificate of a qualified unit names the provider. */
  private void checkName(X509CertificateHolder certificate) {
    boolean named = certificate.getSubject().getRDNs(BCStyle.ORGANIZATION_IDENTIFIER).length == 1;
    if (unit.qualified() && !named) {
      throw new RequestRefused(
          Refusal.PROFILE_VIOLATION,
          "the certificate of a qualified unit must have an organizationIdentifier");
    }
  }

  private byte[] accuracy() throws IOException {
    if (unit.accuracy().isEmpty()) {
      return new byte[0];
    }
    Duration accuracy = unit.accuracy().get();
    long seconds = accuracy.toSeconds();
    long millis = accuracy.toMillis() % MILLIS_PER_SECOND;
    return new Accuracy(
            seconds > 0 ? new ASN1Integer(seconds) : null,
            millis > 0 ? new ASN1Integer(millis) : null,
            null)
        .getEncoded(ASN1Encoding.DER);
  }

  private static byte[] name(X509CertificateHolder certificate) throws IOException {
    return new DERTaggedObject(true, 0, new GeneralName(certificate.getSubject()))
        .getEncoded(ASN1Encoding.DER);
  }

  private byte[] extensions() throws IOException {
    if (!unit.qualified()) {
      return new byte[0];
    }
    Extensions extensions =
        new Extensions(
            new Extension(
                Extension.qCStatements, false, new DEROctetString(QUALIFIED.getEncoded())));
    return new DERTaggedObject(false, 1, extensions).getEncoded(ASN1Encoding.DER);
  }

  /** RFC 5816: by SHA-256, which is the default of ESSCertIDv2 and so is not named. */
  private static byte[] binding(X509CertificateHolder certificate) throws IOException {
    byte[] hash = Sha256.of(certificate.getEncoded());
    IssuerSerial issuer =
        new IssuerSerial(
            new GeneralNames(new GeneralName(certificate.getIssuer())),
            certificate.getSerialNumber());
    return new SigningCertificateV2(new ESSCertIDv2(hash, issuer)).getEncoded(ASN1Encoding.DER);
  }

  private static byte[] certificates(UsableKey key) {
    DerOutput out = new DerOutput(TOKEN_OCTETS);
    for (int i = key.chain().size() - 1; i >= 0; i--) {
      out.put(key.chain().get(i).octets());
    }
    return out.put(key.certificate().octets()).header(DerOutput.TAGGED_0, 0).toByteArray();
  }

  private static byte[] attribute(byte[] type, byte[] value) {
    DerOutput out = new DerOutput(TST_INFO_OCTETS);
    return out.put(value)
        .header(DerOutput.SET, 0)
        .put(type)
        .header(DerOutput.SEQUENCE, 0)
        .toByteArray();
  }

  private static byte[] joined(byte[]... parts) {
    DerOutput out = new DerOutput(TST_INFO_OCTETS);
    for (int i = parts.length - 1; i >= 0; i--) {
      out.put(parts[i]);
    }
    return out.toByteArray();
  }

  /** What has to be signed for this request. */
  Composed compose(TimeStampRequest request, SerialNumber serial, Instant genTime) {
    byte[] tstInfo = tstInfo(request, serial, genTime);
    DerOutput out = new DerOutput(TST_INFO_OCTETS);
    // DER sorts a SET OF by its elements' encodings: these three differ in their lengths first.
    out.put(signingCertificate);
    int mark = out.mark();
    out.value(DerOutput.OCTET_STRING, algorithms.digest(tstInfo))
        .header(DerOutput.SET, mark)
        .put(algorithms.messageDigestType())
        .header(DerOutput.SEQUENCE, mark)
        .put(contentType)
        .header(DerOutput.SET, 0);
    return new Composed(tstInfo, out.toByteArray());
  }

  private byte[] tstInfo(TimeStampRequest request, SerialNumber serial, Instant genTime) {
    DerOutput out = new DerOutput(TST_INFO_OCTETS).put(tail);
    BigInteger nonce = request.getNonce();
    if (nonce != null) {
      out.value(DerOutput.INTEGER, nonce.toByteArray());
    }
    out.put(afterTime);
    out.value(DerOutput.GENERALIZED_TIME, generalizedTime(genTime));
    out.value(DerOutput.INTEGER, serial.value().toByteArray());
    return out.put(RequestImprint.of(request).octets())
        .put(versionAndPolicy)
        .header(DerOutput.SEQUENCE, 0)
        .toByteArray();
  }

  /** RFC 3161, 2.4.2: a fraction without zeros at its end, none at all if it is zero. */
  private static byte[] generalizedTime(Instant time) {
    StringBuilder text = new StringBuilder(20).append(SECONDS.format(time));
    int millis = time.getNano() / NANOS_PER_MILLI;
    if (millis > 0) {
      String fraction = Integer.toString(MILLIS_PER_SECOND + millis).substring(1);
      int end = fraction.length();
      while (fraction.charAt(end - 1) == '0') {
        end--;
      }
      text.append('.').append(fraction, 0, end);
    }
    return text.append('Z').toString().getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Whether one wrong signature can be enough to compute the private key: so it is with RSA by the
   * Chinese remainder theorem.
   */
  boolean faultRevealsKey() {
    return key.algorithm().contains("RSA");
  }

  /** Whether the device's signature is one. */
  boolean verifies(Composed composed, byte[] signature) {
    return check.verifies(composed.signedAttributes(), signature);
  }

  /** DER of the token, a CMS SignedData; with the unit's certificate and its issuers if wanted. */
  Der token(Composed composed, byte[] signature, boolean withCertificates) {
    DerOutput out = new DerOutput(TOKEN_OCTETS);
    out.value(DerOutput.OCTET_STRING, signature).put(signatureAlgorithm);
    // The signed attributes stand in the token as [0], and were signed as the SET they are.
    byte[] attributes = composed.signedAttributes();
    out.put(Arrays.copyOfRange(attributes, 1, attributes.length)).put(new byte[] {(byte) 0xa0});
    out.put(signerBeginning).header(DerOutput.SEQUENCE, 0).header(DerOutput.SET, 0);
    if (withCertificates) {
      out.put(certificates);
    }
    int mark = out.mark();
    out.value(DerOutput.OCTET_STRING, composed.tstInfo())
        .header(DerOutput.TAGGED_0, mark)
        .put(tstInfoType)
        .header(DerOutput.SEQUENCE, mark);
    out.put(signedDataBeginning).header(DerOutput.SEQUENCE, 0).header(DerOutput.TAGGED_0, 0);
    return Der.of(out.put(signedDataType).header(DerOutput.SEQUENCE, 0).toByteArray());
  }

  /** DER of the TimeStampResp with the token: granted. */
  static Der granted(Der token) {
    return Der.of(
        new DerOutput(token.length() + 16)
            .put(token.octets())
            .put(GRANTED)
            .header(DerOutput.SEQUENCE, 0)
            .toByteArray());
  }
}
