package org.opentws.keymanagement;

import java.time.Instant;
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
import org.opentws.keymanagement.catalogue.AlgorithmCatalogue;

/**
 * The algorithms and lengths of TSP and infrastructure keys that this system can handle (KM1.5).
 * Which of them may be used, and until when, says the {@link
 * org.opentws.keymanagement.catalogue.AlgorithmCatalogue}.
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

  /** When the catalogue ends it, or the hash that is signed with it. */
  Instant end(AlgorithmCatalogue catalogue) {
    return catalogue.signatureEnd(code, signatureAlgorithm);
  }

  /**
   * Reads the code.
   *
   * @throws RequestRefused WEAK_KEY if this system makes no such keys
   */
  public static KeyAlgorithm parse(String code) {
    return find(code).orElseThrow(() -> new RequestRefused(Refusal.WEAK_KEY, unknown(code)));
  }

  /** The algorithm of this code. */
  static Optional<KeyAlgorithm> find(String code) {
    return Arrays.stream(values()).filter(algorithm -> algorithm.code.equals(code)).findFirst();
  }

  /** Of a public key; empty if this system cannot handle it. */
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

  private static String unknown(String code) {
    String known =
        Arrays.stream(values()).map(KeyAlgorithm::code).collect(Collectors.joining(", "));
    String shown = code.length() > 40 ? code.substring(0, 40) : code;
    return "'"
        + shown
        + "' is no algorithm that keys are made of here (KM1.5); these are, as far as the algorithm"
        + " catalogue allows: "
        + known;
  }
}
