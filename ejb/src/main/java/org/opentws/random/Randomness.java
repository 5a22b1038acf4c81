package org.opentws.random;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.random.RandomGenerator;

/** Cryptographically strong random values. */
@ApplicationScoped
public class Randomness {
  private final SecureRandom source = new SecureRandom();

  /** The given number of random octets. */
  public byte[] octets(int count) {
    byte[] octets = new byte[count];
    source.nextBytes(octets);
    return octets;
  }

  /** An identifier that cannot be guessed: 128 bits, URL-safe, 22 characters. */
  public String identifier() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets(16));
  }

  /** For libraries that ask for a generator. */
  public RandomGenerator generator() {
    return source;
  }

  /** For libraries that ask for a SecureRandom. */
  public SecureRandom secureRandom() {
    return source;
  }
}
