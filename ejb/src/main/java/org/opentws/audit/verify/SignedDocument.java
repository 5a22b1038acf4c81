package org.opentws.audit.verify;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.util.Iterator;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.opentws.value.Der;

/** A document that the audit key signed: CMS SignedData, detached, one signer. */
public final class SignedDocument {
  private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

  private SignedDocument() {}

  /**
   * Who signed it.
   *
   * @param authority the management CA that is believed
   * @throws GeneralSecurityException it was altered, or nobody signed it who is believed: an
   *     officer's certificate by the same CA is not the audit key's
   */
  public static X509Certificate signer(byte[] document, byte[] signature, X509Certificate authority)
      throws GeneralSecurityException {
    try {
      CMSSignedData signed = new CMSSignedData(new CMSProcessableByteArray(document), signature);
      Iterator<SignerInformation> signers = signed.getSignerInfos().getSigners().iterator();
      if (!signers.hasNext()) {
        throw new SignatureException("it has no signature");
      }
      SignerInformation signer = signers.next();
      if (signers.hasNext()) {
        throw new SignatureException("it has more than one signature");
      }
      X509Certificate certificate =
          new TrustedSigners(authority).signer(Der.of(certificate(signed, signer).getEncoded()));
      if (!signer.verify(
          new JcaSimpleSignerInfoVerifierBuilder().setProvider(PROVIDER).build(certificate))) {
        throw new SignatureException("its signature is wrong");
      }
      return certificate;
    } catch (CMSException | IOException | OperatorCreationException | RuntimeException e) {
      throw new SignatureException("its signature cannot be verified", e);
    }
  }

  private static X509CertificateHolder certificate(CMSSignedData signed, SignerInformation signer)
      throws SignatureException {
    Iterator<?> found = signed.getCertificates().getMatches(signer.getSID()).iterator();
    if (!found.hasNext()) {
      throw new SignatureException("the certificate of its signer is missing");
    }
    return (X509CertificateHolder) found.next();
  }
}
