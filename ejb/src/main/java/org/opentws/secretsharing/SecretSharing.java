package org.opentws.secretsharing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.bouncycastle.crypto.threshold.ShamirSecretSplitter;
import org.bouncycastle.crypto.threshold.ShamirSplitSecret;
import org.bouncycastle.crypto.threshold.ShamirSplitSecretShare;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.value.Sha256;

/**
 * Splits a secret into shares and puts it together again. Within the shared octets the secret is
 * preceded by a digest of itself and of its splitting: shares of another set, altered ones or too
 * few never yield a secret that is taken for the right one.
 */
public final class SecretSharing {
  private static final int DIGEST_OCTETS = 16;
  private static final int SET_OCTETS = 4;
  private static final int SECRET_OCTETS_MAX = 512;

  private final SecureRandom random;

  /**
   * @param random the one source of randomness of whoever splits
   */
  public SecretSharing(SecureRandom random) {
    this.random = random;
  }

  /**
   * Splits a secret; the caller wipes the secret and hands each share to another person.
   *
   * @param needed at least 2
   * @param made at least {@code needed}
   */
  public List<SecretShare> split(byte[] secret, int needed, int made) {
    if (needed < 2 || made < needed || made > SecretShare.SHARES_MAX) {
      throw new IllegalArgumentException("needed and made: 2 <= needed <= made <= 255");
    }
    if (secret.length == 0 || secret.length > SECRET_OCTETS_MAX) {
      throw new IllegalArgumentException("a secret has 1 to 512 octets");
    }
    String set = newSet();
    byte[] shared = concatenated(digest(set, needed, made, secret), secret);
    try {
      ShamirSplitSecretShare[] parts =
          new ShamirSecretSplitter(
                  ShamirSecretSplitter.Algorithm.AES,
                  ShamirSecretSplitter.Mode.Table,
                  shared.length,
                  random)
              .resplit(shared, needed, made)
              .getSecretShares();
      List<SecretShare> shares = new ArrayList<>();
      for (int index = 0; index < made; index++) {
        shares.add(new SecretShare(set, needed, made, index + 1, parts[index].getEncoded()));
      }
      return shares;
    } catch (IOException e) {
      throw new IllegalStateException("a share in memory cannot be read", e);
    } finally {
      Arrays.fill(shared, (byte) 0);
    }
  }

  private String newSet() {
    byte[] set = new byte[SET_OCTETS];
    random.nextBytes(set);
    return HexFormat.of().formatHex(set);
  }

  /**
   * The secret; the caller wipes it and the shares.
   *
   * @throws RequestRefused MALFORMED_REQUEST: too few, of different sets, or altered
   */
  public static byte[] combine(Collection<SecretShare> shares) {
    TreeMap<Integer, SecretShare> byNumber = new TreeMap<>();
    shares.forEach(share -> byNumber.put(share.number(), share));
    SecretShare any =
        shares.stream().findFirst().orElseThrow(() -> refused("there is no share at all"));
    if (!byNumber.values().stream().allMatch(share -> sameSet(share, any))) {
      throw refused("the shares do not belong together");
    }
    if (byNumber.size() < any.needed()) {
      throw refused("%d shares are needed, %d are there".formatted(any.needed(), byNumber.size()));
    }
    byte[] shared = interpolated(List.copyOf(byNumber.values()).subList(0, any.needed()));
    try {
      return checked(shared, any);
    } finally {
      Arrays.fill(shared, (byte) 0);
    }
  }

  private static boolean sameSet(SecretShare one, SecretShare other) {
    return one.set().equals(other.set())
        && one.needed() == other.needed()
        && one.made() == other.made()
        && one.value().length == other.value().length;
  }

  private static byte[] interpolated(List<SecretShare> shares) {
    ShamirSplitSecretShare[] parts =
        shares.stream()
            .map(share -> new ShamirSplitSecretShare(share.value(), share.number()))
            .toArray(ShamirSplitSecretShare[]::new);
    try {
      return new ShamirSplitSecret(
              ShamirSecretSplitter.Algorithm.AES, ShamirSecretSplitter.Mode.Table, parts)
          .getSecret();
    } catch (IOException e) {
      throw new IllegalStateException("a share in memory cannot be read", e);
    }
  }

  private static byte[] checked(byte[] shared, SecretShare any) {
    if (shared.length <= DIGEST_OCTETS) {
      throw refused("a share was altered");
    }
    byte[] secret = Arrays.copyOfRange(shared, DIGEST_OCTETS, shared.length);
    byte[] expected = digest(any.set(), any.needed(), any.made(), secret);
    if (!MessageDigest.isEqual(expected, Arrays.copyOf(shared, DIGEST_OCTETS))) {
      Arrays.fill(secret, (byte) 0);
      throw refused("a share was altered");
    }
    return secret;
  }

  private static byte[] digest(String set, int needed, int made, byte[] secret) {
    MessageDigest digest = Sha256.digest();
    String splitting = "opentws secret sharing 1|%s|%d|%d|".formatted(set, needed, made);
    digest.update(splitting.getBytes(StandardCharsets.US_ASCII));
    return Arrays.copyOf(digest.digest(secret), DIGEST_OCTETS);
  }

  private static byte[] concatenated(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static RequestRefused refused(String detail) {
    return new RequestRefused(Refusal.MALFORMED_REQUEST, detail);
  }
}
