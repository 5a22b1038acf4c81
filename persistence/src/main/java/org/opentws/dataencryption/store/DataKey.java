package org.opentws.dataencryption.store;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** An AES-256 key for values, in this process's memory; at rest it is wrapped by a device's key. */
public final class DataKey {
  /** Octets of a key. */
  public static final int OCTETS = 32;

  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final String MAC = "HmacSHA256";
  private static final byte[] INDEX_KEY = "OpenTWS blind index".getBytes(StandardCharsets.US_ASCII);
  private static final int BLIND_OCTETS = 16;
  private static final int NONCE_OCTETS = 12;
  private static final int TAG_BITS = 128;

  private final String id;
  private final SecretKey key;

  /**
   * A copy of the octets is taken.
   *
   * @param id by which values name it
   */
  public DataKey(String id, byte[] octets) {
    if (octets.length != OCTETS) {
      throw new IllegalArgumentException("a data key is an AES-256 key");
    }
    this.id = id;
    this.key = new SecretKeySpec(octets, "AES");
  }

  public String id() {
    return id;
  }

  /**
   * Stands for a word in an index: the same for the same word, and nobody without the key can tell
   * which.
   */
  String blind(String word) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(key.getEncoded(), MAC));
      byte[] own = mac.doFinal(INDEX_KEY);
      mac.init(new SecretKeySpec(own, MAC));
      byte[] whole = mac.doFinal(word.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(whole, 0, BLIND_OCTETS);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC", e);
    }
  }

  /** A new random nonce, which the cipher's provider makes, and the sealed octets. */
  byte[] encrypt(FieldPlace place, byte[] clear) {
    try {
      Cipher cipher = Cipher.getInstance(CIPHER);
      cipher.init(Cipher.ENCRYPT_MODE, key);
      cipher.updateAAD(place.octets());
      byte[] sealed = cipher.doFinal(clear);
      byte[] nonce = cipher.getIV();
      byte[] whole = Arrays.copyOf(nonce, nonce.length + sealed.length);
      System.arraycopy(sealed, 0, whole, nonce.length, sealed.length);
      return whole;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }

  /**
   * What was encrypted.
   *
   * @throws GeneralSecurityException altered, or encrypted for another place
   */
  byte[] decrypt(FieldPlace place, byte[] whole) throws GeneralSecurityException {
    if (whole.length < NONCE_OCTETS + TAG_BITS / Byte.SIZE) {
      throw new GeneralSecurityException("cut off");
    }
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, whole, 0, NONCE_OCTETS));
    cipher.updateAAD(place.octets());
    return cipher.doFinal(whole, NONCE_OCTETS, whole.length - NONCE_OCTETS);
  }
}
