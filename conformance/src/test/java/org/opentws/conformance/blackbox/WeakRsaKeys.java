package org.opentws.conformance.blackbox;

import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.RSAPrivateKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Random;

/** RSA keys with chosen faults. */
final class WeakRsaKeys {
  private WeakRsaKeys() {}

  /** A key pair over a modulus of our own making; the private half need not work for long. */
  static KeyPair rsa(BigInteger p, BigInteger q, BigInteger exponent) throws Exception {
    BigInteger phi = p.subtract(BigInteger.ONE).multiply(q.subtract(BigInteger.ONE));
    KeyFactory factory = KeyFactory.getInstance("RSA");
    BigInteger modulus = p.multiply(q);
    PublicKey open = factory.generatePublic(new RSAPublicKeySpec(modulus, exponent));
    PrivateKey secret =
        factory.generatePrivate(new RSAPrivateKeySpec(modulus, exponent.modInverse(phi)));
    return new KeyPair(open, secret);
  }

  static BigInteger prime(int bits, BigInteger exponent, Random random) {
    BigInteger prime = BigInteger.probablePrime(bits, random);
    while (!prime.subtract(BigInteger.ONE).gcd(exponent).equals(BigInteger.ONE)) {
      prime = BigInteger.probablePrime(bits, random);
    }
    return prime;
  }

  /** Primes as the faulty library made them: k * M + (65537^a mod M), M a primorial. */
  static BigInteger rocaPrime(int bits, Random random) {
    BigInteger primorial = BigInteger.ONE;
    for (int prime = 2; prime <= 701; prime++) {
      if (BigInteger.valueOf(prime).isProbablePrime(30)) {
        primorial = primorial.multiply(BigInteger.valueOf(prime));
      }
    }
    BigInteger f4 = BigInteger.valueOf(65537);
    BigInteger candidate = BigInteger.ZERO;
    while (candidate.bitLength() != bits || !candidate.isProbablePrime(30)) {
      BigInteger k = new BigInteger(bits - primorial.bitLength() + 1, random);
      BigInteger a = new BigInteger(62, random);
      candidate = k.multiply(primorial).add(f4.modPow(a, primorial));
    }
    return candidate;
  }
}
