package org.opentws.tools.ceremony;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.SignerInfoGeneratorBuilder;
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
    CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
    SignerInfoGeneratorBuilder builder =
        new SignerInfoGeneratorBuilder(new BcDigestCalculatorProvider());
    for (Signer signer : signers) {
      JcaX509CertificateHolder holder = new JcaX509CertificateHolder(signer.certificate());
      generator.addSignerInfoGenerator(builder.build(signer.key(), holder));
      generator.addCertificate(holder);
    }
    return generator.generate(new CMSProcessableByteArray(content), false).getEncoded();
  }
}
