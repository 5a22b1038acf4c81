package org.opentws.keymanagement;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;

/**
 * The algorithms and lengths that TSP and infrastructure keys may have (KM1.5, ETSI TS 119 312).
 * What does not stand here cannot be generated, imported or used.
 */
public enum KeyAlgorithm {
  EC_P256("EC:secp256r1", "SHA256withECDSA", SECObjectIdentifiers.secp256r1, 256),
  EC_P384("EC:secp384r1", "SHA384withECDSA", SECObjectIdentifiers.secp384r1, 384),
  EC_P521("EC:secp521r1", "SHA512withECDSA", SECObjectIdentifiers.secp521r1, 521),
  RSA_3072("RSA:3072", "SHA256withRSA", null, 3072),
  RSA_4096("RSA:4096", "SHA512withRSA", null, 4096);

  private final String code;
  private final String signatureAlgorithm;
  private final @Nullable ASN1ObjectIdentifier curve;
  private final int bits;

  KeyAlgorithm(
      String code, String signatureAlgorithm, @Nullable ASN1ObjectIdentifier curve, int bits) {
    this.code = code;
    this.signatureAlgorithm = signatureAlgorithm;
    this.curve = curve;
    this.bits = bits;
  }

  /** As in the register and towards the device, for example "EC:secp256r1". */
  public String code() {
    return code;
  }

  /** JCA name of the signature algorithm that goes with the key, for example "SHA256withECDSA". */
  public String signatureAlgorithm() {
    return signatureAlgorithm;
  }

  /**
   * Reads the code.
   *
   * @throws RequestRefused WEAK_KEY if the catalogue does not have it
   */
  public static KeyAlgorithm parse(String code) {
    return Arrays.stream(values())
        .filter(algorithm -> algorithm.code.equals(code))
        .findFirst()
        .orElseThrow(() -> new RequestRefused(Refusal.WEAK_KEY, notInCatalogue(code)));
  }

  /** Whether the catalogue has the algorithm of this code. */
  static boolean isKnown(String code) {
    return Arrays.stream(values()).anyMatch(algorithm -> algorithm.code().equals(code));
  }

  /** Of a public key; empty if the catalogue does not have it. */
  public static Optional<KeyAlgorithm> of(SubjectPublicKeyInfo key) {
    return Arrays.stream(values()).filter(algorithm -> algorithm.fits(key)).findFirst();
  }

  private boolean fits(SubjectPublicKeyInfo key) {
    ASN1ObjectIdentifier type = key.getAlgorithm().getAlgorithm();
    if (curve != null) {
      return type.equals(X9ObjectIdentifiers.id_ecPublicKey)
          && curve.equals(key.getAlgorithm().getParameters());
    }
    return type.equals(PKCSObjectIdentifiers.rsaEncryption) && modulusBits(key) == bits;
  }

  private static int modulusBits(SubjectPublicKeyInfo key) {
    try {
      ASN1Primitive encoded = key.parsePublicKey();
      return RSAPublicKey.getInstance(encoded).getModulus().bitLength();
    } catch (java.io.IOException
        | RuntimeException e) { // BC throws unchecked ones on hostile input
      return 0;
    }
  }

  private static String notInCatalogue(String code) {
    String catalogue =
        Arrays.stream(values()).map(KeyAlgorithm::code).collect(Collectors.joining(", "));
    String shown = code.length() > 40 ? code.substring(0, 40) : code;
    return "'"
        + shown
        + "' is not in the catalogue of key algorithms (ETSI TS 119 312): "
        + catalogue;
  }
}
