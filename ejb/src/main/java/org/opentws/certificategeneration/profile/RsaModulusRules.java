package org.opentws.certificategeneration.profile;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** What is known to be wrong with RSA keys, seen from the public half. */
final class RsaModulusRules {
  private static final BigInteger EXPONENT_MIN = BigInteger.valueOf(65537);
  private static final int EXPONENT_BITS_MAX = 256;

  /** A well-made modulus has no factor below; finding one costs one gcd. */
  private static final int SMALL_FACTOR_MAX = 20_000;

  /** Steps of Fermat's method: finds primes that agree in about their upper half. */
  private static final int FERMAT_STEPS = 200;

  /** Have no factor in common; one number in about 120 is a square modulo each of them. */
  private static final List<Integer> SQUARE_FACTORS = List.of(64, 63, 65, 11);

  private static final BigInteger SQUARE_MODULUS = BigInteger.valueOf(64L * 63 * 65 * 11);

  /** Miller-Rabin rounds; the modulus is not chosen by an adversary of this very test. */
  private static final int PRIME_CERTAINTY = 40;

  /** Largest prime for which the structure of ROCA is looked at. */
  private static final int ROCA_PRIME_MAX = 167;

  private static final List<Integer> SMALL_PRIMES = primesBelow(SMALL_FACTOR_MAX);
  private static final BigInteger SMALL_PRIME_PRODUCT =
      SMALL_PRIMES.stream().map(BigInteger::valueOf).reduce(BigInteger.ONE, BigInteger::multiply);

  private RsaModulusRules() {}

  static Optional<KeyDefect> defect(
      BigInteger modulus, BigInteger exponent, AllowedKeys.RsaBits bits) {
    // Sizes first: nothing below is computed on a number of unbounded length.
    if (modulus.signum() <= 0 || modulus.bitLength() < bits.min()) {
      return Optional.of(KeyDefect.RSA_TOO_SMALL);
    }
    if (modulus.bitLength() > bits.max()) {
      return Optional.of(KeyDefect.RSA_TOO_LARGE);
    }
    // FIPS 186-5, A.1.1.
    if (!exponent.testBit(0)
        || exponent.compareTo(EXPONENT_MIN) < 0
        || exponent.bitLength() > EXPONENT_BITS_MAX) {
      return Optional.of(KeyDefect.RSA_EXPONENT);
    }
    if (!modulus.testBit(0)) {
      return Optional.of(KeyDefect.RSA_MODULUS_EVEN);
    }
    return structuralDefect(modulus);
  }

  private static Optional<KeyDefect> structuralDefect(BigInteger modulus) {
    if (!modulus.gcd(SMALL_PRIME_PRODUCT).equals(BigInteger.ONE)) {
      return Optional.of(KeyDefect.RSA_SMALL_FACTOR);
    }
    if (hasRocaStructure(modulus)) {
      return Optional.of(KeyDefect.RSA_ROCA);
    }
    if (hasClosePrimes(modulus)) {
      return Optional.of(KeyDefect.RSA_CLOSE_PRIMES);
    }
    if (modulus.isProbablePrime(PRIME_CERTAINTY)) {
      return Optional.of(KeyDefect.RSA_MODULUS_PRIME);
    }
    return Optional.empty();
  }

  /**
   * Fermat: an odd n = p*q is a^2 - b^2 with a = (p+q)/2, b = (p-q)/2; if p and q are close, a is
   * just above the square root of n. Finds a square as well (b = 0).
   */
  private static boolean hasClosePrimes(BigInteger modulus) {
    BigInteger a = modulus.sqrt();
    if (a.multiply(a).compareTo(modulus) < 0) {
      a = a.add(BigInteger.ONE);
    }
    for (int step = 0; step < FERMAT_STEPS; step++) {
      BigInteger rest = a.multiply(a).subtract(modulus);
      if (mayBeSquare(rest) && rest.sqrtAndRemainder()[1].signum() == 0) {
        return true;
      }
      a = a.add(BigInteger.ONE);
    }
    return false;
  }

  /**
   * False for most numbers that are no square, and at once: a root costs a millisecond, and
   * strangers may send keys.
   */
  private static boolean mayBeSquare(BigInteger number) {
    int rest = number.mod(SQUARE_MODULUS).intValue();
    return SQUARE_FACTORS.stream().allMatch(factor -> isSquare(rest % factor, factor));
  }

  private static boolean isSquare(int rest, int modulus) {
    for (int root = 0; root <= modulus / 2; root++) {
      if (root * root % modulus == rest) {
        return true;
      }
    }
    return false;
  }

  /**
   * The faulty library makes primes of the form k*M + (65537^a mod M), M a product of the first
   * primes: so the modulus is a power of 65537 modulo each of them. A sound modulus is so modulo
   * all of these with a chance of about one in 2^28.
   */
  private static boolean hasRocaStructure(BigInteger modulus) {
    for (int prime : SMALL_PRIMES) {
      if (prime > ROCA_PRIME_MAX) {
        return true;
      }
      int rest = modulus.mod(BigInteger.valueOf(prime)).intValue();
      if (prime > 2 && !powersOf65537(prime).get(rest)) {
        return false;
      }
    }
    return true;
  }

  private static BitSet powersOf65537(int prime) {
    BitSet powers = new BitSet(prime);
    int power = 1;
    while (!powers.get(power)) {
      powers.set(power);
      power = power * (65537 % prime) % prime;
    }
    return powers;
  }

  private static List<Integer> primesBelow(int limit) {
    BitSet composite = new BitSet(limit);
    List<Integer> primes = new ArrayList<>();
    for (int candidate = 2; candidate < limit; candidate++) {
      if (!composite.get(candidate)) {
        primes.add(candidate);
        for (int multiple = 2 * candidate; multiple < limit; multiple += candidate) {
          composite.set(multiple);
        }
      }
    }
    return primes;
  }
}
