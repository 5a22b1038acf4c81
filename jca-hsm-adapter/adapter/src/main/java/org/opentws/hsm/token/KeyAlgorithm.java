package org.opentws.hsm.token;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.xipki.pkcs11.wrapper.AttributeVector;
import org.xipki.pkcs11.wrapper.PKCS11Constants;

/**
 * A kind of key that can be made: "EC:" and a curve, or "RSA:" and a number of bits.
 *
 * @param text the name
 * @param mechanism CKM_ value that makes such a pair
 */
record KeyAlgorithm(String text, long mechanism) {
  private static final String EC = "EC:";
  private static final String RSA = "RSA:";
  private static final BigInteger F4 = BigInteger.valueOf(65537);
  private static final byte UNCOMPRESSED = 4;
  private static final int POINT_HEADER_MAX = 3;

  /** Curve to its object identifier in DER (RFC 5480, 2.1.1.1; RFC 5639). */
  private static final Map<String, String> CURVES =
      Map.of(
          "secp256r1", "06082a8648ce3d030107",
          "secp384r1", "06052b81040022",
          "secp521r1", "06052b81040023",
          "brainpoolP256r1", "06092b2403030208010107",
          "brainpoolP384r1", "06092b240303020801010b",
          "brainpoolP512r1", "06092b240303020801010d");

  /**
   * @throws IllegalArgumentException not an algorithm that the adapter knows
   */
  static KeyAlgorithm named(String text) {
    if (text.startsWith(EC) && CURVES.containsKey(text.substring(EC.length()))) {
      return new KeyAlgorithm(text, PKCS11Constants.CKM_EC_KEY_PAIR_GEN);
    }
    // Below 2048 nothing is made at all; the catalogue of algorithms decides what is long enough.
    if (text.matches("RSA:(2048|3072|4096|8192)")) {
      return new KeyAlgorithm(text, PKCS11Constants.CKM_RSA_PKCS_KEY_PAIR_GEN);
    }
    throw new IllegalArgumentException("unknown key algorithm " + text);
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
    String hex = HexFormat.of().formatHex(parameters);
    return CURVES.entrySet().stream()
        .filter(curve -> curve.getValue().equals(hex))
        .map(curve -> EC + curve.getKey())
        .findFirst()
        .orElse(EC + hex);
  }

  /**
   * The uncompressed point of a public key. Devices give it bare or inside an OCTET STRING (PKCS#11
   * has said both), and the two cannot be told apart by their first octets: only by their length.
   *
   * @throws IllegalArgumentException an unknown curve, or a point of another length
   */
  static byte[] point(byte[] parameters, byte[] given) {
    String hex = HexFormat.of().formatHex(parameters);
    String curve =
        CURVES.entrySet().stream()
            .filter(each -> each.getValue().equals(hex))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("unknown curve " + hex));
    int bits = Integer.parseInt(curve.replaceAll("[a-zA-Z]+([0-9]{3})[rt]1", "$1"));
    int length = 1 + 2 * ((bits + 7) / 8);
    int header = given.length - length;
    if (header < 0 || header > POINT_HEADER_MAX || given[header] != UNCOMPRESSED) {
      throw new IllegalArgumentException("not a point of " + curve);
    }
    return Arrays.copyOfRange(given, header, given.length);
  }

  boolean isRsa() {
    return mechanism == PKCS11Constants.CKM_RSA_PKCS_KEY_PAIR_GEN;
  }

  long keyType() {
    return isRsa() ? PKCS11Constants.CKK_RSA : PKCS11Constants.CKK_EC;
  }

  /** Adds what only the public key's template says: the size, or the curve. */
  void describe(AttributeVector publicKey) {
    if (isRsa()) {
      publicKey.modulusBits(Integer.valueOf(text.substring(RSA.length())));
      publicKey.publicExponent(F4);
    } else {
      publicKey.ecParams(HexFormat.of().parseHex(CURVES.get(text.substring(EC.length()))));
    }
  }
}
