package org.opentws.revocationmanagement;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignerDigestMismatchException;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.SignerInformationVerifier;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

/**
 * A request under a signature by the key of the very certificate that it is about (RM1.5c): CMS
 * SignedData with its content and that certificate inside. Nobody else has that key, or, if
 * somebody has it, then the certificate is to be revoked all the more.
 *
 * @param certificate whose key has signed
 * @param serial of that certificate
 * @param content what was signed
 */
record SubjectSignature(Der certificate, SerialNumber serial, String content) {
  private static final String FORM =
      "not a CMS SignedData of one signer with its content and certificate";

  /** A parser never sees more. */
  private static final int OCTETS_MAX = 65_536;

  private static final Set<String> DIGESTS =
      Set.of(
          NISTObjectIdentifiers.id_sha256.getId(),
          NISTObjectIdentifiers.id_sha384.getId(),
          NISTObjectIdentifiers.id_sha512.getId());

  /**
   * Verifies.
   *
   * @param cas all certificates of the CA that the signer's certificate must be of
   * @throws RequestRefused MALFORMED_REQUEST, PROOF_OF_POSSESSION_FAILED
   */
  static SubjectSignature verified(Der signed, List<Der> cas) {
    if (signed.length() > OCTETS_MAX) {
      throw malformed();
    }
    try {
      return verify(signed, cas);
    } catch (RequestRefused e) {
      throw e;
    } catch (CMSException
        | IOException
        | OperatorCreationException
        | CertificateException
        | RuntimeException e) {
      // RuntimeException: the CMS parser reports some malformed input by unchecked exceptions.
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, FORM, e);
    }
  }

  private static SubjectSignature verify(Der signed, List<Der> cas)
      throws CMSException, IOException, OperatorCreationException, CertificateException {
    // fromByteArray refuses octets after the end, which nobody signed.
    CMSSignedData data =
        new CMSSignedData(ASN1Primitive.fromByteArray(signed.octets()).getEncoded());
    Collection<SignerInformation> signers = data.getSignerInfos().getSigners();
    if (signers.size() != 1
        || data.getSignedContent() == null
        || !data.getSignedContent().getContentType().equals(CMSObjectIdentifiers.data)
        || !(data.getSignedContent().getContent() instanceof byte[] content)) {
      throw malformed();
    }
    SignerInformation signer = signers.iterator().next();
    X509CertificateHolder own =
        data.getCertificates().getMatches(null).stream()
            .filter(certificate -> signer.getSID().match(certificate))
            .findFirst()
            .orElseThrow(() -> failed("the signer's certificate is not enclosed"));
    if (!DIGESTS.contains(signer.getDigestAlgOID())) {
      throw failed("digest algorithm not allowed");
    }
    if (!CaSignature.isOfOne(own, cas)) {
      throw failed("the signer's certificate is not of this CA");
    }
    requireSignature(signer, own);
    return new SubjectSignature(
        Der.of(own.getEncoded()),
        new SerialNumber(own.getSerialNumber()),
        new String(content, StandardCharsets.UTF_8));
  }

  private static void requireSignature(SignerInformation signer, X509CertificateHolder own)
      throws CMSException, OperatorCreationException, CertificateException {
    // By the key alone: when it was signed, and whether the certificate was valid, mean nothing.
    SignerInformationVerifier verifier =
        new JcaSimpleSignerInfoVerifierBuilder()
            .build(new JcaX509CertificateConverter().getCertificate(own).getPublicKey());
    boolean holds;
    try {
      holds = signer.verify(verifier);
    } catch (CMSSignerDigestMismatchException e) {
      holds = false;
    }
    if (!holds) {
      throw failed("the signature does not verify");
    }
  }

  private static RequestRefused failed(String why) {
    return new RequestRefused(Refusal.PROOF_OF_POSSESSION_FAILED, why);
  }

  private static RequestRefused malformed() {
    return new RequestRefused(Refusal.MALFORMED_REQUEST, FORM);
  }
}
