package org.opentws.certificategeneration;

import java.io.IOException;
import java.security.Provider;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.keymanagement.OperationParameters;
import org.opentws.value.Der;

/**
 * CG1.3, CG1.6b: the key that will be certified is the one whose holder signed the PKCS#10. Asked
 * once more here, so that a key swapped on the way from registration is found.
 */
final class PossessionEvidence {
  private static final Set<ASN1ObjectIdentifier> SIGNATURES =
      Set.of(
          X9ObjectIdentifiers.ecdsa_with_SHA256,
          X9ObjectIdentifiers.ecdsa_with_SHA384,
          X9ObjectIdentifiers.ecdsa_with_SHA512,
          PKCSObjectIdentifiers.sha256WithRSAEncryption,
          PKCSObjectIdentifiers.sha384WithRSAEncryption,
          PKCSObjectIdentifiers.sha512WithRSAEncryption);

  private static final Set<ASN1ObjectIdentifier> PSS_DIGESTS =
      Set.of(
          NISTObjectIdentifiers.id_sha256,
          NISTObjectIdentifiers.id_sha384,
          NISTObjectIdentifiers.id_sha512);

  /** For public keys; Java's own providers do not know the EC key factory by its number. */
  private static final Provider SOFTWARE = new BouncyCastleProvider();

  private PossessionEvidence() {}

  /**
   * Verifies.
   *
   * @throws RequestRefused PROOF_OF_POSSESSION_FAILED
   */
  static void verify(CertificateRequest request) {
    verify(request.proofOfPossession(), request.order().subjectPublicKeyInfo());
  }

  /** The same for a PKCS#10 and the key that is to be certified. */
  static void verify(Der proof, Der subjectPublicKeyInfo) {
    try {
      PKCS10CertificationRequest pkcs10 =
          new PKCS10CertificationRequest(
              CertificationRequest.getInstance(ASN1Primitive.fromByteArray(proof.octets())));
      Der proven = Der.of(pkcs10.getSubjectPublicKeyInfo().getEncoded());
      if (!proven.equals(subjectPublicKeyInfo)) {
        throw failed("the proof of possession is for another key");
      }
      if (!isSound(pkcs10.getSignatureAlgorithm())
          || !pkcs10.isSignatureValid(
              new JcaContentVerifierProviderBuilder()
                  .setProvider(SOFTWARE)
                  .build(pkcs10.getSubjectPublicKeyInfo()))) {
        throw failed("the PKCS#10 is not signed by the key in it");
      }
    } catch (RequestRefused e) {
      throw e;
    } catch (IOException | PKCSException | OperatorCreationException | RuntimeException e) {
      // RuntimeException: the parser reports some malformed input by unchecked exceptions.
      throw failed("the proof of possession cannot be read", e);
    }
  }

  private static boolean isSound(AlgorithmIdentifier algorithm) {
    if (algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
      return PSS_DIGESTS.contains(
          RSASSAPSSparams.getInstance(algorithm.getParameters()).getHashAlgorithm().getAlgorithm());
    }
    return SIGNATURES.contains(algorithm.getAlgorithm());
  }

  private static RequestRefused failed(String detail) {
    return new RequestRefused(Refusal.PROOF_OF_POSSESSION_FAILED, detail);
  }

  private static RequestRefused failed(String detail, Exception cause) {
    return new RequestRefused(Refusal.PROOF_OF_POSSESSION_FAILED, detail, cause);
  }

  /**
   * The key that a PKCS#10 is about.
   *
   * @throws org.opentws.error.RequestRefused MALFORMED_REQUEST
   */
  static Der publicKey(Der pkcs10) {
    try {
      return Der.of(
          new PKCS10CertificationRequest(pkcs10.octets()).getSubjectPublicKeyInfo().getEncoded());
    } catch (IOException | RuntimeException e) { // BC throws unchecked ones on hostile input
      throw OperationParameters.malformed("'pkcs10' is not a certificate request");
    }
  }
}
