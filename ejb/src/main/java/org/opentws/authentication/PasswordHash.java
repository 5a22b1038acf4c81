package org.opentws.authentication;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.value.Der;

/**
 * An Argon2id hash (RFC 9106) in PHC text form, {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash}.
 *
 * @param memoryKib memory in KiB
 */
public record PasswordHash(int memoryKib, int iterations, int lanes, Der salt, Der hash) {
  private static final Pattern FORM =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,2}),p=(\\d)"
              + "\\$([A-Za-z0-9+/]{22,86})\\$([A-Za-z0-9+/]{43,86})");
  private static final int MEMORY_KIB_MIN = 19_456;
  private static final int MEMORY_KIB_MAX = 262_144;
  private static final int ITERATIONS_MIN = 2;
  private static final int ITERATIONS_MAX = 10;
  private static final int HASH_OCTETS = 32;

  /** Each computation takes tens of MiB: no more at once than there are cores. */
  private static final Semaphore COMPUTING =
      new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors()), true);

  /**
   * Takes part in no login: what is computed when there is no account, so that an unknown
   * certificate costs the same time as a wrong password.
   */
  static final PasswordHash OF_NOBODY =
      new PasswordHash(
          MEMORY_KIB_MIN, ITERATIONS_MIN, 1, Der.of(new byte[16]), Der.of(new byte[HASH_OCTETS]));

  /** Hashes a new password. */
  public static PasswordHash of(char[] password, byte[] salt) {
    PasswordHash shape =
        new PasswordHash(
            MEMORY_KIB_MIN, ITERATIONS_MIN, 1, Der.of(salt), Der.of(new byte[HASH_OCTETS]));
    return new PasswordHash(
        MEMORY_KIB_MIN, ITERATIONS_MIN, 1, shape.salt, Der.of(shape.compute(password)));
  }

  /**
   * Reads the text form.
   *
   * @throws RequestRefused MALFORMED_REQUEST if it is not one, or weaker than we make them (IA3.1)
   */
  public static PasswordHash parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new RequestRefused(
          Refusal.MALFORMED_REQUEST, "a password hash is Argon2id in PHC form, v=19");
    }
    int memoryKib = Integer.parseInt(matcher.group(1));
    int iterations = Integer.parseInt(matcher.group(2));
    int lanes = Integer.parseInt(matcher.group(3));
    if (memoryKib < MEMORY_KIB_MIN
        || memoryKib > MEMORY_KIB_MAX
        || iterations < ITERATIONS_MIN
        || iterations > ITERATIONS_MAX
        || lanes != 1) {
      throw new RequestRefused(
          Refusal.MALFORMED_REQUEST, "Argon2id parameters: m=19456..262144, t=2..10, p=1");
    }
    return new PasswordHash(
        memoryKib, iterations, lanes, octets(matcher.group(4)), octets(matcher.group(5)));
  }

  private static Der octets(String base64) {
    try {
      return Der.of(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, "a password hash has bad base64", e);
    }
  }

  /** Whether this is the password. Takes the same time for any. */
  public boolean matches(char[] password) {
    return MessageDigest.isEqual(compute(password), hash.octets());
  }

  private byte[] compute(char[] password) {
    byte[] result = new byte[hash.length()];
    COMPUTING.acquireUninterruptibly();
    try {
      Argon2BytesGenerator generator = new Argon2BytesGenerator();
      generator.init(
          new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
              .withVersion(Argon2Parameters.ARGON2_VERSION_13)
              .withMemoryAsKB(memoryKib)
              .withIterations(iterations)
              .withParallelism(lanes)
              .withSalt(salt.octets())
              .build());
      generator.generateBytes(password, result);
      return result;
    } finally {
      COMPUTING.release();
    }
  }

  /** The text form. */
  public String text() {
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%s,t=%s,p=%s$%s$%s"
        .formatted(
            memoryKib,
            iterations,
            lanes,
            base64.encodeToString(salt.octets()),
            base64.encodeToString(hash.octets()));
  }

  /** Nothing that helps to guess. */
  @Override
  public String toString() {
    return "PasswordHash";
  }

  /** Overwrites a password that is not needed any more (SA1.2). */
  public static void wipe(char[] password) {
    Arrays.fill(password, '\0');
  }
}
