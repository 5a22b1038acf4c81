package org.opentws.timestamping;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.SignerInfoGenerator;
import org.bouncycastle.cms.SignerInfoGeneratorBuilder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.tsp.TimeStampTokenGenerator;
import org.bouncycastle.util.CollectionStore;
import org.opentws.error.ServiceUnavailable;
import org.opentws.keymanagement.UsableKey;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

/** Builds the token (TS3, TS4): RFC 3161 with ESSCertIDv2 (RFC 5816), profile of EN 319 422. */
final class TimeStampTokenFactory {
  private static final long MILLIS_PER_SECOND = 1000;

  private final TimeStampingSettings settings;
  private final DigestCalculatorProvider digests;

  TimeStampTokenFactory(TimeStampingSettings settings) {
    this.settings = settings;
    try {
      this.digests = new JcaDigestCalculatorProviderBuilder().build();
    } catch (OperatorCreationException e) {
      throw new IllegalStateException("the JDK has no SHA-256", e);
    }
  }

  /** One token; signs in the device when called. */
  TimeStampToken make(
      TimeStampRequest request, SerialNumber serial, VouchedInstant time, Signer signer) {
    try {
      TimeStampTokenGenerator generator = generator(signer);
      return generator.generate(
          request, new BigInteger(1, serial.value().toByteArray()), Date.from(time.instant()));
    } catch (TSPException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("the token could not be built", e);
    }
  }

  /** The unit's key and the signer over it. */
  record Signer(UsableKey key, ContentSigner contentSigner) {}

  private TimeStampTokenGenerator generator(Signer signer)
      throws IOException, OperatorCreationException, TSPException {
    X509CertificateHolder certificate =
        new X509CertificateHolder(signer.key().certificate().octets());
    SignerInfoGenerator signerInfo =
        new SignerInfoGeneratorBuilder(digests).build(signer.contentSigner(), certificate);
    TimeStampTokenGenerator generator =
        new TimeStampTokenGenerator(
            signerInfo,
            digests.get(new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256)),
            settings.policy(),
            true);
    generator.setResolution(TimeStampTokenGenerator.R_MILLISECONDS);
    declareAccuracy(generator);
    generator.setTSA(new GeneralName(certificate.getSubject()));
    generator.addCertificates(new CollectionStore<>(withIssuers(certificate, signer.key())));
    return generator;
  }

  private void declareAccuracy(TimeStampTokenGenerator generator) {
    long millis = settings.accuracy().toMillis();
    if (millis >= MILLIS_PER_SECOND) {
      generator.setAccuracySeconds((int) (millis / MILLIS_PER_SECOND));
    }
    if (millis % MILLIS_PER_SECOND > 0) {
      generator.setAccuracyMillis((int) (millis % MILLIS_PER_SECOND));
    }
  }

  private static List<X509CertificateHolder> withIssuers(
      X509CertificateHolder certificate, UsableKey key) throws IOException {
    List<X509CertificateHolder> all = new ArrayList<>();
    all.add(certificate);
    for (Der issuer : key.chain()) {
      all.add(new X509CertificateHolder(issuer.octets()));
    }
    return all;
  }

  /**
   * Verifies what the device gave (TS4.4): a token that does not verify never leaves.
   *
   * @throws ServiceUnavailable DEVICE
   */
  void verify(TimeStampToken token, UsableKey key) {
    try {
      token.validate(
          new JcaSimpleSignerInfoVerifierBuilder()
              .build(new X509CertificateHolder(key.certificate().octets())));
    } catch (TSPException
        | IOException
        | OperatorCreationException
        | java.security.cert.CertificateException e) {
      throw new ServiceUnavailable(
          ServiceUnavailable.Cause.DEVICE, "the device gave a signature that does not verify", e);
    }
  }

  /** DER of the token. */
  static Der encode(TimeStampToken token) {
    try {
      return Der.of(token.toCMSSignedData().getEncoded("DL"));
    } catch (IOException e) {
      throw new IllegalStateException("the token cannot be encoded", e);
    }
  }
}
