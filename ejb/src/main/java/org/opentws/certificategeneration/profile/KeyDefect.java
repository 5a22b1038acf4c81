package org.opentws.certificategeneration.profile;

/** Why a public key is not suitable (R1.3); the title may be shown to the subject. */
public enum KeyDefect {
  NOT_A_PUBLIC_KEY("it cannot be decoded"),
  ALGORITHM_NOT_ALLOWED("its algorithm is not allowed"),
  CURVE_NOT_ALLOWED("its curve is not allowed"),
  EXPLICIT_CURVE_PARAMETERS("its curve is given by explicit parameters"),
  POINT_NOT_ON_CURVE("its point is not on the curve"),
  POINT_COMPRESSED("its point is not in uncompressed form"),
  RSA_TOO_SMALL("its modulus is too small"),
  RSA_TOO_LARGE("its modulus is too large"),
  RSA_EXPONENT("its public exponent is even, below 65537 or above 2^256"),
  RSA_MODULUS_EVEN("its modulus is even"),
  RSA_SMALL_FACTOR("its modulus has a small factor"),
  RSA_MODULUS_PRIME("its modulus is a prime number"),
  RSA_CLOSE_PRIMES("its two primes are so close that Fermat's method finds them"),
  RSA_ROCA("it has the structure of keys made by a faulty library (ROCA, CVE-2017-15361)");

  private final String title;

  KeyDefect(String title) {
    this.title = title;
  }

  /** The end of a sentence that begins with "the key is refused: ". */
  public String title() {
    return title;
  }
}
