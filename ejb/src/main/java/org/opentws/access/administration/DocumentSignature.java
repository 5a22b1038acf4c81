package org.opentws.access.administration;

import java.security.GeneralSecurityException;
import java.util.Collection;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.jspecify.annotations.Nullable;

/** The detached CMS signature, by one signer, of a document that a ceremony wrote. */
final class DocumentSignature {
  /** Whether that certificate is the one whose key alone may sign. */
  interface Judgement {
    boolean maySign(X509CertificateHolder signer) throws GeneralSecurityException;
  }

  private DocumentSignature() {}

  /**
   * Verifies that one key, of a certificate that is judged good, signed these very octets.
   *
   * @throws IllegalStateException if not
   */
  static void verify(byte[] document, byte[] signature, Judgement judgement) {
    boolean good;
    try {
      CMSSignedData signed = new CMSSignedData(new CMSProcessableByteArray(document), signature);
      Collection<SignerInformation> signers = signed.getSignerInfos().getSigners();
      good = signers.size() == 1 && verifies(signed, signers.iterator().next(), judgement);
    } catch (CMSException | OperatorCreationException | GeneralSecurityException e) {
      throw bad(e);
    } catch (RuntimeException e) {
      // Bouncy Castle's parsers throw unchecked exceptions on hostile input.
      throw bad(e);
    }
    if (!good) {
      throw bad(null);
    }
  }

  private static boolean verifies(
      CMSSignedData signed, SignerInformation signer, Judgement judgement)
      throws CMSException, OperatorCreationException, GeneralSecurityException {
    Collection<X509CertificateHolder> named = signed.getCertificates().getMatches(signer.getSID());
    if (named.size() != 1) {
      return false;
    }
    X509CertificateHolder certificate = named.iterator().next();
    return judgement.maySign(certificate)
        && signer.verify(
            new JcaSimpleSignerInfoVerifierBuilder()
                .build(
                    new JcaX509CertificateConverter().getCertificate(certificate).getPublicKey()));
  }

  private static IllegalStateException bad(@Nullable Throwable cause) {
    return new IllegalStateException("the document is not signed by the key that it needs", cause);
  }
}
