package org.opentws.keymanagement.catalogue;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One kind of key that the catalogue speaks of: a curve, or RSA with so many bits.
 *
 * @param name as in the document, for example "EC:secp384r1" or "RSA:3000-8192"
 * @param bitsMin of an RSA modulus, included; 0 for a curve
 * @param bitsMax of an RSA modulus, included; 0 for a curve
 */
record KeyKind(String name, int bitsMin, int bitsMax) {
  /** Below that ETSI TS 119 312 knows no RSA. */
  private static final int BITS_MIN = 1900;

  private static final int BITS_MAX = 16_384;
  private static final Pattern RANGE = Pattern.compile("RSA:([1-9][0-9]{3,4})-([1-9][0-9]{3,4})");
  private static final Pattern RSA = Pattern.compile("RSA:([1-9][0-9]{0,5})");

  static final Set<String> CURVES =
      Set.of(
          "EC:secp256r1",
          "EC:secp384r1",
          "EC:secp521r1",
          "EC:brainpoolP256r1",
          "EC:brainpoolP384r1",
          "EC:brainpoolP512r1",
          "ED:Ed25519",
          "ED:Ed448");

  /** Empty if this system knows no such kind. */
  static Optional<KeyKind> named(String name) {
    if (CURVES.contains(name)) {
      return Optional.of(new KeyKind(name, 0, 0));
    }
    Matcher range = RANGE.matcher(name);
    if (!range.matches()) {
      return Optional.empty();
    }
    int min = Integer.parseInt(range.group(1));
    int max = Integer.parseInt(range.group(2));
    return min >= BITS_MIN && min <= max && max <= BITS_MAX
        ? Optional.of(new KeyKind(name, min, max))
        : Optional.empty();
  }

  /** Whether a key's algorithm, for example "RSA:3072", is of this kind. */
  boolean has(String algorithm) {
    if (bitsMax == 0) {
      return name.equals(algorithm);
    }
    Matcher rsa = RSA.matcher(algorithm);
    return rsa.matches()
        && Integer.parseInt(rsa.group(1)) >= bitsMin
        && Integer.parseInt(rsa.group(1)) <= bitsMax;
  }

  boolean overlaps(KeyKind other) {
    return bitsMax > 0 && other.bitsMin <= bitsMax && bitsMin <= other.bitsMax;
  }
}
