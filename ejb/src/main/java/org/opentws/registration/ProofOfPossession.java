package org.opentws.registration;

import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentVerifierProvider;
import org.bouncycastle.operator.OperatorException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;

/** R1.2: whoever applies holds the private key, shown by the signature of the PKCS#10. */
final class ProofOfPossession {
  /** SHA-2 only: a proof by SHA-1 or MD5 proves nothing (ETSI TS 119 312, clause 5). */
  private static final Set<ASN1ObjectIdentifier> SIGNATURES =
      Set.of(
          PKCSObjectIdentifiers.sha256WithRSAEncryption,
          PKCSObjectIdentifiers.sha384WithRSAEncryption,
          PKCSObjectIdentifiers.sha512WithRSAEncryption,
          PKCSObjectIdentifiers.id_RSASSA_PSS,
          X9ObjectIdentifiers.ecdsa_with_SHA256,
          X9ObjectIdentifiers.ecdsa_with_SHA384,
          X9ObjectIdentifiers.ecdsa_with_SHA512,
          EdECObjectIdentifiers.id_Ed25519,
          EdECObjectIdentifiers.id_Ed448);

  private static final Set<ASN1ObjectIdentifier> PSS_HASHES =
      Set.of(
          NISTObjectIdentifiers.id_sha256,
          NISTObjectIdentifiers.id_sha384,
          NISTObjectIdentifiers.id_sha512);

  /** An instance of our own: the order of the JVM's providers cannot change what verifies. */
  private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

  private ProofOfPossession() {}

  /**
   * Verifies the proof. The key itself must have been judged before: this computes with it.
   *
   * @throws RequestRefused PROOF_OF_POSSESSION_FAILED
   */
  static void verify(Pkcs10 pkcs10) {
    try {
      requireStrong(pkcs10.request().getSignatureAlgorithm());
      ContentVerifierProvider verifier =
          new JcaContentVerifierProviderBuilder()
              .setProvider(PROVIDER)
              .build(pkcs10.request().getSubjectPublicKeyInfo());
      if (!pkcs10.request().isSignatureValid(verifier)) {
        throw failed("the signature of the PKCS#10 does not verify with the key in it");
      }
    } catch (RequestRefused e) {
      throw e;
    } catch (PKCSException | OperatorException | RuntimeException e) {
      throw new RequestRefused(
          Refusal.PROOF_OF_POSSESSION_FAILED, "the signature of the PKCS#10 cannot be verified", e);
    }
  }

  private static void requireStrong(AlgorithmIdentifier algorithm) {
    boolean strong = SIGNATURES.contains(algorithm.getAlgorithm());
    if (algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
      // RFC 4055, 3.1: absent parameters mean SHA-1.
      RSASSAPSSparams parameters = RSASSAPSSparams.getInstance(algorithm.getParameters());
      strong =
          parameters != null
              && PSS_HASHES.contains(parameters.getHashAlgorithm().getAlgorithm())
              && PSS_HASHES.contains(
                  AlgorithmIdentifier.getInstance(parameters.getMaskGenAlgorithm().getParameters())
                      .getAlgorithm());
    }
    if (!strong) {
      throw failed("the PKCS#10 is not signed with an accepted algorithm (SHA-2 or EdDSA)");
    }
  }

  private static RequestRefused failed(String detail) {
    return new RequestRefused(Refusal.PROOF_OF_POSSESSION_FAILED, detail);
  }
}
