package org.opentws.audit.format;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.opentws.value.Der;
import org.opentws.value.Sha256;

/**
 * The key of an outside witness (C2SP tlog-cosignature, type 0x04: Ed25519 with a time).
 *
 * @param name of the witness
 * @param key public, 32 octets
 */
public record WitnessKey(String name, Der key) {
  /** A time and an Ed25519 signature. */
  public static final int VALUE_OCTETS = Long.BYTES + 64;

  private static final byte TYPE = 4;
  private static final int KEY_OCTETS = 32;
  private static final int KEY_ID_OCTETS = 4;

  /** What stands before the 32 octets in a SubjectPublicKeyInfo (RFC 8410, 4). */
  private static final byte[] SPKI = HexFormat.of().parseHex("302a300506032b6570032100");

  /**
   * Reads a verifier key as C2SP signed-note writes it: {@code name+keyid+base64}.
   *
   * @throws BrokenLog if it is not one of this type
   */
  public static WitnessKey parse(String text) {
    String[] parts = text.split("\\+", 3);
    if (parts.length != 3 || !parts[0].matches("[^\\s+]{1,200}")) {
      throw new BrokenLog("a witness's key is written as name+id+key");
    }
    try {
      byte[] typed = Base64.getDecoder().decode(parts[2]);
      if (typed.length != 1 + KEY_OCTETS || typed[0] != TYPE) {
        throw new BrokenLog("the witness " + parts[0] + " does not sign with cosignature/v1");
      }
      WitnessKey key = new WitnessKey(parts[0], Der.of(Arrays.copyOfRange(typed, 1, typed.length)));
      if (!HexFormat.of().formatHex(key.id().octets()).equals(parts[1])) {
        throw new BrokenLog("the id of the key of " + parts[0] + " does not fit it");
      }
      return key;
    } catch (IllegalArgumentException e) {
      throw new BrokenLog("the key of " + parts[0] + " is not base64", e);
    }
  }

  /** By which a note names it. */
  public Der id() {
    MessageDigest digest = Sha256.digest();
    digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
    digest.update(TYPE);
    return Der.of(Arrays.copyOf(digest.digest(key.octets()), KEY_ID_OCTETS));
  }

  /** Whether a signature line says that it is of this key. */
  public boolean isOf(SignedNote.Signature signature) {
    return signature.name().equals(name) && signature.keyId().equals(id());
  }

  /**
   * Verifies a cosignature.
   *
   * @param text of the checkpoint
   * @param value a time and a signature
   * @return when the witness signed; empty if it did not
   */
  public Optional<Instant> cosigned(String text, Der value) {
    if (value.length() != VALUE_OCTETS) {
      return Optional.empty();
    }
    ByteBuffer read = ByteBuffer.wrap(value.octets());
    long seconds = read.getLong();
    byte[] octets = new byte[read.remaining()];
    read.get(octets);
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(publicKey());
      verifier.update(message(seconds, text).getBytes(StandardCharsets.UTF_8));
      return seconds >= 0 && verifier.verify(octets)
          ? Optional.of(Instant.ofEpochSecond(seconds))
          : Optional.empty();
    } catch (GeneralSecurityException | java.time.DateTimeException e) {
      return Optional.empty();
    }
  }

  /** What a witness signs. */
  public static String message(long seconds, String text) {
    return "cosignature/v1\ntime " + seconds + "\n" + text;
  }

  private PublicKey publicKey() throws GeneralSecurityException {
    byte[] encoded = Arrays.copyOf(SPKI, SPKI.length + KEY_OCTETS);
    System.arraycopy(key.octets(), 0, encoded, SPKI.length, KEY_OCTETS);
    return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
  }
}
