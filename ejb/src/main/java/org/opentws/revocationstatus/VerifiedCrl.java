package org.opentws.revocationstatus;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.cert.CertificateException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.operator.ContentVerifier;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.revocationstatus.store.CrlOctets;
import org.opentws.revocationstatus.store.StoredCrl;
import org.opentws.value.CrlPartition;
import org.opentws.value.Der;

/**
 * What a CRL says of itself, read from one end to the other without keeping its entries, while its
 * signature is verified (RS1.1, RS1.3).
 *
 * @param isDelta whether it tells only what changed since an earlier one
 * @param distributionPoint of its issuingDistributionPoint; empty if it has none
 */
record VerifiedCrl(
    long number,
    boolean isDelta,
    Optional<IssuingDistributionPoint> distributionPoint,
    Instant thisUpdate,
    Instant nextUpdate) {
  private static final int INTEGER = 0x02;
  private static final int UTC_TIME = 0x17;
  private static final int VERSION_2 = 1;

  /**
   * Reads and verifies.
   *
   * @throws RequestRefused SEAL_BROKEN if the CA did not sign it, MALFORMED_REQUEST
   */
  static VerifiedCrl of(CrlOctets octets, Der caCertificate) {
    try (InputStream in = new BufferedInputStream(octets.open())) {
      return new Reading(new DerInput(in), new X509CertificateHolder(caCertificate.octets()))
          .read();
    } catch (RequestRefused e) {
      throw e;
    } catch (IOException | OperatorCreationException | CertificateException | RuntimeException e) {
      // RuntimeException: Bouncy Castle reports some malformed input by unchecked exceptions.
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, "not a CRL of this CA", e);
    }
  }

  /**
   * Which of the CA's lists it is, as it says itself.
   *
   * @throws RequestRefused MALFORMED_REQUEST if the CA has no such list
   */
  String scope(String ca) {
    if (distributionPoint.isEmpty()) {
      return isDelta ? StoredCrl.DELTA : StoredCrl.COMPLETE;
    }
    return distributionPoint
        .filter(point -> !point.isIndirectCRL() && !isDelta)
        .flatMap(VerifiedCrl::url)
        .flatMap(url -> partition(ca, url))
        .map(CrlPartition::name)
        .orElseThrow(
            () -> new RequestRefused(Refusal.MALFORMED_REQUEST, "the CRL of no partition here"));
  }

  /**
   * Which of the CA's lists it is that another CA signed, as it says itself.
   *
   * @throws RequestRefused MALFORMED_REQUEST if it does not say that, or the CA has no such list
   */
  String indirectScope(String ca) {
    Optional<String> url =
        distributionPoint
            .filter(point -> point.isIndirectCRL() && !isDelta)
            .flatMap(VerifiedCrl::url);
    if (url.filter(address -> address.endsWith("/crl/" + ca + ".crl")).isPresent()) {
      return StoredCrl.COMPLETE;
    }
    return url.flatMap(address -> partition(ca, address))
        .map(CrlPartition::name)
        .orElseThrow(
            () -> new RequestRefused(Refusal.MALFORMED_REQUEST, "not an indirect CRL of this CA"));
  }

  /** The one address at which it is to be found; empty if there is none, or it says more. */
  private static Optional<String> url(IssuingDistributionPoint point) {
    if (point.onlyContainsAttributeCerts()
        || point.onlyContainsCACerts()
        || point.onlyContainsUserCerts()
        || point.getOnlySomeReasons() != null
        || point.getDistributionPoint() == null
        || point.getDistributionPoint().getType() != DistributionPointName.FULL_NAME) {
      return Optional.empty();
    }
    GeneralName[] names =
        GeneralNames.getInstance(point.getDistributionPoint().getName()).getNames();
    if (names.length != 1 || names[0].getTagNo() != GeneralName.uniformResourceIdentifier) {
      return Optional.empty();
    }
    return Optional.of(names[0].getName().toString());
  }

  /** The partition at whose address it is; empty if there is none. */
  private static Optional<CrlPartition> partition(String ca, String url) {
    String file = url.substring(url.lastIndexOf('/') + 1);
    return CrlPartition.named(file.replaceFirst("\\.crl$", ""))
        .filter(partition -> url.endsWith(partition.path(ca)));
  }

  /** One reading of CertificateList (RFC 5280, 5.1). */
  private static final class Reading {
    private final DerInput in;
    private final X509CertificateHolder ca;

    Reading(DerInput in, X509CertificateHolder ca) {
      this.in = in;
      this.ca = ca;
    }

    VerifiedCrl read() throws IOException, OperatorCreationException, CertificateException {
      DerInput.Header list = in.header(DerWriter.SEQUENCE);
      long end = in.position() + list.length();
      // What is signed begins before it is known with which algorithm.
      ByteArrayOutputStream beginning = new ByteArrayOutputStream();
      in.tellTo(beginning);
      DerInput.Header signed = in.header(DerWriter.SEQUENCE);
      long signedEnd = in.position() + signed.length();
      requireVersion2();
      byte[] algorithm = in.element(in.header(DerWriter.SEQUENCE));
      ContentVerifier verifier =
          new JcaContentVerifierProviderBuilder()
              .build(ca)
              .get(AlgorithmIdentifier.getInstance(algorithm));
      OutputStream hashed = verifier.getOutputStream();
      beginning.writeTo(hashed);
      in.tellTo(hashed);
      VerifiedCrl read = content(signedEnd);
      in.tellTo(OutputStream.nullOutputStream());
      boolean same = Arrays.equals(algorithm, in.element(in.header(DerWriter.SEQUENCE)));
      byte[] signature =
          ASN1BitString.getInstance(in.element(in.header(DerWriter.BIT_STRING))).getOctets();
      if (in.position() != end) {
        throw new IOException("the list does not end where it says");
      }
      in.requireEnd();
      if (!same || !verifier.verify(signature)) {
        throw notSigned();
      }
      return read;
    }

    private void requireVersion2() throws IOException {
      byte[] version = in.content(in.header(INTEGER));
      if (version.length != 1 || version[0] != VERSION_2) {
        throw new IOException("not version 2");
      }
    }

    private VerifiedCrl content(long end) throws IOException {
      X500Name issuer = X500Name.getInstance(in.element(in.header(DerWriter.SEQUENCE)));
      if (!issuer.equals(ca.getSubject())) {
        throw notSigned();
      }
      Instant thisUpdate = time(in.header());
      DerInput.Header next = in.header();
      if (next.tag() != UTC_TIME && next.tag() != DerWriter.GENERALIZED_TIME) {
        throw new RequestRefused(Refusal.MALFORMED_REQUEST, "the CRL has no nextUpdate");
      }
      Instant nextUpdate = time(next);
      Extensions extensions = extensions(end);
      return new VerifiedCrl(
          number(extensions),
          extensions.getExtension(Extension.deltaCRLIndicator) != null,
          Optional.ofNullable(extensions.getExtension(Extension.issuingDistributionPoint))
              .map(extension -> IssuingDistributionPoint.getInstance(extension.getParsedValue())),
          thisUpdate,
          nextUpdate);
    }

    private Instant time(DerInput.Header header) throws IOException {
      Date date = Time.getInstance(ASN1Primitive.fromByteArray(in.element(header))).getDate();
      return date.toInstant();
    }

    /** After the entries, whose count does not matter. */
    private Extensions extensions(long end) throws IOException {
      DerInput.Header header = in.header();
      if (header.tag() == DerWriter.SEQUENCE) {
        in.skip(header.length());
        header = in.header();
      }
      if (header.tag() != DerWriter.explicit(0)) {
        throw new IOException("no extensions");
      }
      byte[] extensions = in.content(header);
      if (in.position() != end) {
        throw new IOException("something after the extensions");
      }
      return Extensions.getInstance(extensions);
    }

    private static long number(Extensions extensions) {
      return Optional.ofNullable(extensions.getExtension(Extension.cRLNumber))
          .map(extension -> CRLNumber.getInstance(extension.getParsedValue()).getCRLNumber())
          .map(BigInteger::longValueExact)
          .orElseThrow(
              () -> new RequestRefused(Refusal.MALFORMED_REQUEST, "the CRL has no number"));
    }

    private static RequestRefused notSigned() {
      return new RequestRefused(Refusal.SEAL_BROKEN, "the CRL is not signed by its CA");
    }
  }
}
