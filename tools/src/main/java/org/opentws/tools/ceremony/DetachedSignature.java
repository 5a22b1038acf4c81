package org.opentws.tools.ceremony;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.SignerInfoGeneratorBuilder;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;

/** Detached CMS SignedData (RFC 5652) of one or several signers. */
final class DetachedSignature {
  /** Who signs, and with which certificate one verifies it. */
  record Signer(ContentSigner key, X509Certificate certificate) {}

  private DetachedSignature() {}

  static byte[] sign(byte[] content, List<Signer> signers)
      throws CMSException, OperatorCreationException, GeneralSecurityException, IOException {
    return sign(content, signers, List.of());
  }

  /**
   * One signature of all.
   *
   * @param brought signatures over the same content that were made elsewhere
   */
  static byte[] sign(byte[] content, List<Signer> signers, List<CMSSignedData> brought)
      throws CMSException, OperatorCreationException, GeneralSecurityException, IOException {
    CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
    SignerInfoGeneratorBuilder builder =
        new SignerInfoGeneratorBuilder(new BcDigestCalculatorProvider());
    for (Signer signer : signers) {
      JcaX509CertificateHolder holder = new JcaX509CertificateHolder(signer.certificate());
      generator.addSignerInfoGenerator(builder.build(signer.key(), holder));
      generator.addCertificate(holder);
    }
    for (CMSSignedData each : brought) {
      generator.addSigners(each.getSignerInfos());
      generator.addCertificates(each.getCertificates());
    }
    return generator.generate(new CMSProcessableByteArray(content), false).getEncoded();
  }

  /**
   * A signature that somebody brings.
   *
   * @throws CeremonyFailure it is not one over this content by the key of this certificate alone
   */
  static CMSSignedData verified(Path file, byte[] content, X509Certificate certificate) {
    try {
      CMSSignedData signed =
          new CMSSignedData(new CMSProcessableByteArray(content), PemFile.readDer(file));
      Collection<SignerInformation> signers = signed.getSignerInfos().getSigners();
      if (signers.size() == 1
          && signers
              .iterator()
              .next()
              .verify(new JcaSimpleSignerInfoVerifierBuilder().build(certificate))) {
        CMSSignedDataGenerator alone = new CMSSignedDataGenerator();
        alone.addSigners(signed.getSignerInfos());
        alone.addCertificate(new JcaX509CertificateHolder(certificate));
        return alone.generate(new CMSProcessableByteArray(content), false);
      }
    } catch (CMSException
        | OperatorCreationException
        | GeneralSecurityException
        | RuntimeException e) {
      // Bouncy Castle's parser throws unchecked exceptions on damaged input.
      throw new CeremonyFailure(file + " is no signature over this report by that person", e);
    }
    throw new CeremonyFailure(file + " is no signature over this report by that person");
  }
}
