package org.opentws.hsm.token;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.xipki.pkcs11.wrapper.AttributeVector;
import org.xipki.pkcs11.wrapper.PKCS11Constants;

/**
 * A kind of key that can be made: "EC:" and a curve, "ED:" and an Edwards curve, or "RSA:" and a
 * number of bits.
 *
 * @param text the name
 * @param mechanism CKM_ value that makes such a pair
 */
record KeyAlgorithm(String text, long mechanism) {
  private static final String EC = "EC:";
  private static final String ED = "ED:";
  private static final String RSA = "RSA:";
  private static final BigInteger F4 = BigInteger.valueOf(65537);

  /** AlgorithmIdentifier's OID id-ecPublicKey (RFC 5480). */
  private static final byte[] EC_PUBLIC_KEY = HexFormat.of().parseHex("06072a8648ce3d0201");

  /**
   * A curve: its object identifier in DER (RFC 5480, RFC 5639, RFC 8410) and its point's octets.
   */
  private record Curve(String oid, int pointLength) {}

  private static final Map<String, Curve> CURVES =
      Map.of(
          "EC:secp256r1", new Curve("06082a8648ce3d030107", 65),
          "EC:secp384r1", new Curve("06052b81040022", 97),
          "EC:secp521r1", new Curve("06052b81040023", 133),
          "EC:brainpoolP256r1", new Curve("06092b2403030208010107", 65),
          "EC:brainpoolP384r1", new Curve("06092b240303020801010b", 97),
          "EC:brainpoolP512r1", new Curve("06092b240303020801010d", 129),
          "ED:Ed25519", new Curve("06032b6570", 32),
          "ED:Ed448", new Curve("06032b6571", 57));

  /**
   * @throws IllegalArgumentException not an algorithm that the adapter knows
   */
  static KeyAlgorithm named(String text) {
    if (CURVES.containsKey(text)) {
      return new KeyAlgorithm(
          text,
          text.startsWith(ED)
              ? PKCS11Constants.CKM_EC_EDWARDS_KEY_PAIR_GEN
              : PKCS11Constants.CKM_EC_KEY_PAIR_GEN);
    }
    // Below 2048 nothing is made at all; the catalogue of algorithms decides what is long enough.
    if (text.matches("RSA:(2048|3072|4096|8192)")) {
      return new KeyAlgorithm(text, PKCS11Constants.CKM_RSA_PKCS_KEY_PAIR_GEN);
    }
    throw new IllegalArgumentException("unknown key algorithm " + text);
  }

  /** Every kind whose keys the adapter can make and use. */
  static List<String> all() {
    return Stream.concat(
            Stream.of("RSA:2048", "RSA:3072", "RSA:4096"), CURVES.keySet().stream().sorted())
        .toList();
  }

  /** The name of what a private key's attributes describe. */
  static String of(AttributeVector key) {
    Long type = key.keyType();
    if (type != null && type == PKCS11Constants.CKK_RSA) {
      var modulus = key.modulus();
      return RSA + (modulus == null ? "?" : modulus.bitLength());
    }
    byte[] parameters = key.ecParams();
    if (parameters == null) {
      return "other";
    }
    return curve(parameters)
        .map(Map.Entry::getKey)
        .orElse(EC + HexFormat.of().formatHex(parameters));
  }

  private static Optional<Map.Entry<String, Curve>> curve(byte[] parameters) {
    String hex = HexFormat.of().formatHex(parameters);
    return CURVES.entrySet().stream()
        .filter(curve -> curve.getValue().oid().equals(hex))
        .findFirst();
  }

  /**
   * The public key of a curve's point. Devices give the point bare or inside an OCTET STRING
   * (PKCS#11 has said both), and the two cannot be told apart by their first octets: only by their
   * length.
   *
   * @throws IllegalArgumentException an unknown curve, or a point of another length
   */
  static PublicKey publicKey(byte[] parameters, byte[] given) throws GeneralSecurityException {
    Map.Entry<String, Curve> curve =
        curve(parameters)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "unknown curve " + HexFormat.of().formatHex(parameters)));
    byte[] point = point(curve.getKey(), curve.getValue().pointLength(), given);
    boolean edwards = curve.getKey().startsWith(ED);
    byte[] algorithm =
        edwards ? DerOctets.sequence(parameters) : DerOctets.sequence(EC_PUBLIC_KEY, parameters);
    byte[] encoded = DerOctets.sequence(algorithm, DerOctets.bitString(point));
    String family = edwards ? "EdDSA" : "EC";
    if (curve.getKey().startsWith("EC:brainpool")) {
      return new CurvePublicKey(family, curve.getKey(), encoded);
    }
    return KeyFactory.getInstance(family).generatePublic(new X509EncodedKeySpec(encoded));
  }

  private static byte[] point(String curve, int length, byte[] given) {
    boolean bare = given.length == length;
    byte[] point =
        bare ? given : Arrays.copyOfRange(given, headerLength(length, given), given.length);
    if (!curve.startsWith(ED) && point[0] != 4) {
      throw new IllegalArgumentException("not an uncompressed point of " + curve);
    }
    return point;
  }

  private static int headerLength(int length, byte[] given) {
    byte[] header = DerOctets.octetString(new byte[length]);
    int octets = header.length - length;
    if (given.length != header.length || !Arrays.equals(given, 0, octets, header, 0, octets)) {
      throw new IllegalArgumentException("a point of " + given.length + " octets, not " + length);
    }
    return octets;
  }

  boolean isRsa() {
    return mechanism == PKCS11Constants.CKM_RSA_PKCS_KEY_PAIR_GEN;
  }

  /** Whether Java's own provider for PKCS#11 handles its keys; all others go past it. */
  static boolean isKnownToJava(String text) {
    return text.startsWith(RSA) || text.startsWith("EC:secp");
  }

  long keyType() {
    if (isRsa()) {
      return PKCS11Constants.CKK_RSA;
    }
    return text.startsWith(ED) ? PKCS11Constants.CKK_EC_EDWARDS : PKCS11Constants.CKK_EC;
  }

  /** CKK_ value of a public key. */
  static long keyType(PublicKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> PKCS11Constants.CKK_RSA;
      case "EdDSA", "Ed25519", "Ed448" -> PKCS11Constants.CKK_EC_EDWARDS;
      default -> PKCS11Constants.CKK_EC;
    };
  }

  /** Adds what only the public key's template says: the size, or the curve. */
  void describe(AttributeVector publicKey) {
    if (isRsa()) {
      publicKey.modulusBits(Integer.valueOf(text.substring(RSA.length())));
      publicKey.publicExponent(F4);
    } else {
      Curve curve = Optional.ofNullable(CURVES.get(text)).orElseThrow();
      publicKey.ecParams(HexFormat.of().parseHex(curve.oid()));
    }
  }
}
