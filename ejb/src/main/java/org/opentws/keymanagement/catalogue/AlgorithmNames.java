package org.opentws.keymanagement.catalogue;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.teletrust.TeleTrusTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.opentws.value.Der;

/** The names that the catalogue gives to what certificates and messages identify by numbers. */
public final class AlgorithmNames {
  private static final Map<ASN1ObjectIdentifier, String> CURVES =
      Map.of(
          SECObjectIdentifiers.secp256r1, "EC:secp256r1",
          SECObjectIdentifiers.secp384r1, "EC:secp384r1",
          SECObjectIdentifiers.secp521r1, "EC:secp521r1",
          TeleTrusTObjectIdentifiers.brainpoolP256r1, "EC:brainpoolP256r1",
          TeleTrusTObjectIdentifiers.brainpoolP384r1, "EC:brainpoolP384r1",
          TeleTrusTObjectIdentifiers.brainpoolP512r1, "EC:brainpoolP512r1");

  private static final Map<ASN1ObjectIdentifier, String> HASHES =
      Map.of(
          NISTObjectIdentifiers.id_sha256, "SHA-256",
          NISTObjectIdentifiers.id_sha384, "SHA-384",
          NISTObjectIdentifiers.id_sha512, "SHA-512",
          NISTObjectIdentifiers.id_sha3_256, "SHA3-256",
          NISTObjectIdentifiers.id_sha3_384, "SHA3-384",
          NISTObjectIdentifiers.id_sha3_512, "SHA3-512");

  private static final Map<ASN1ObjectIdentifier, String> SIGNATURES =
      Map.of(
          X9ObjectIdentifiers.ecdsa_with_SHA256, "SHA-256",
          X9ObjectIdentifiers.ecdsa_with_SHA384, "SHA-384",
          X9ObjectIdentifiers.ecdsa_with_SHA512, "SHA-512",
          PKCSObjectIdentifiers.sha256WithRSAEncryption, "SHA-256",
          PKCSObjectIdentifiers.sha384WithRSAEncryption, "SHA-384",
          PKCSObjectIdentifiers.sha512WithRSAEncryption, "SHA-512",
          EdECObjectIdentifiers.id_Ed25519, "SHA-512",
          EdECObjectIdentifiers.id_Ed448, "SHAKE256");

  private AlgorithmNames() {}

  /** Of a public key, for example "EC:secp384r1" or "RSA:3072"; empty for one without a name. */
  public static Optional<String> ofKey(SubjectPublicKeyInfo key) {
    ASN1ObjectIdentifier type = key.getAlgorithm().getAlgorithm();
    if (type.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
      ASN1Encodable curve = key.getAlgorithm().getParameters();
      return curve instanceof ASN1ObjectIdentifier named
          ? Optional.ofNullable(CURVES.get(named))
          : Optional.empty();
    }
    if (type.equals(EdECObjectIdentifiers.id_Ed25519)) {
      return Optional.of("ED:Ed25519");
    }
    if (type.equals(EdECObjectIdentifiers.id_Ed448)) {
      return Optional.of("ED:Ed448");
    }
    return type.equals(PKCSObjectIdentifiers.rsaEncryption) ? rsa(key) : Optional.empty();
  }

  /** The same for an encoded key. */
  public static Optional<String> ofKey(Der key) {
    try {
      return ofKey(SubjectPublicKeyInfo.getInstance(ASN1Primitive.fromByteArray(key.octets())));
    } catch (IOException | RuntimeException e) { // BC throws unchecked ones on hostile input
      return Optional.empty();
    }
  }

  private static Optional<String> rsa(SubjectPublicKeyInfo key) {
    try {
      return Optional.of(
          "RSA:" + RSAPublicKey.getInstance(key.parsePublicKey()).getModulus().bitLength());
    } catch (IOException | RuntimeException e) { // BC throws unchecked ones on hostile input
      return Optional.empty();
    }
  }

  /** Of a hash, for example "SHA-256"; empty for one that nothing here is done with. */
  public static Optional<String> ofHash(ASN1ObjectIdentifier hash) {
    return Optional.ofNullable(HASHES.get(hash));
  }

  /** Of the hash in a signature; empty for a signature algorithm that is not accepted anywhere. */
  public static Optional<String> ofHashIn(AlgorithmIdentifier signature) {
    if (!signature.getAlgorithm().equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
      return Optional.ofNullable(SIGNATURES.get(signature.getAlgorithm()));
    }
    try {
      return ofHash(
          RSASSAPSSparams.getInstance(signature.getParameters()).getHashAlgorithm().getAlgorithm());
    } catch (RuntimeException e) { // BC throws unchecked ones on hostile input
      return Optional.empty();
    }
  }

  /** Of the hash in a signature that Java names so, for example "SHA384withECDSA". */
  public static String ofHashIn(String signatureAlgorithm) {
    return switch (signatureAlgorithm) {
      case "Ed25519" -> "SHA-512";
      case "Ed448" -> "SHAKE256";
      default -> signatureAlgorithm.split("with", 2)[0].replace("SHA", "SHA-");
    };
  }
}
