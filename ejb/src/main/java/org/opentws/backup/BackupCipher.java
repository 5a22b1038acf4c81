package org.opentws.backup;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Compresses and encrypts the parts of one backup: AES-256-GCM; the backup's id and the part's name
 * are authenticated with it, so that no part can stand in the place of another one.
 */
public final class BackupCipher {
  /** Octets of the key. */
  public static final int KEY_OCTETS = 32;

  static final int NONCE_OCTETS = 12;
  private static final int TAG_BITS = 128;

  private final String backup;
  private final SecretKeySpec key;

  /**
   * Of one backup.
   *
   * @param key copied; the caller wipes it
   */
  public BackupCipher(String backup, byte[] key) {
    this.backup = backup;
    this.key = new SecretKeySpec(key, "AES");
  }

  /**
   * A part as it stands in the archive.
   *
   * @param nonce random, for this part alone
   */
  byte[] seal(String part, byte[] nonce, byte[] octets) {
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, part, nonce).doFinal(compressed(octets));
      byte[] whole = Arrays.copyOf(nonce, NONCE_OCTETS + sealed.length);
      System.arraycopy(sealed, 0, whole, NONCE_OCTETS, sealed.length);
      return whole;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }

  /**
   * What was sealed.
   *
   * @throws BackupFault it was altered, is another part, or the key is another one
   */
  public byte[] open(String part, byte[] sealed) throws BackupFault {
    if (sealed.length < NONCE_OCTETS) {
      throw new BackupFault(part + " was altered");
    }
    try {
      byte[] nonce = Arrays.copyOf(sealed, NONCE_OCTETS);
      byte[] octets =
          cipher(Cipher.DECRYPT_MODE, part, nonce)
              .doFinal(sealed, NONCE_OCTETS, sealed.length - NONCE_OCTETS);
      return new GZIPInputStream(new ByteArrayInputStream(octets)).readAllBytes();
    } catch (GeneralSecurityException | IOException e) {
      throw new BackupFault(part + " was altered, or is under another key", e);
    }
  }

  private Cipher cipher(int mode, String part, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(
        (BackupManifest.FORMAT + "\n" + backup + "\n" + part).getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private static byte[] compressed(byte[] octets) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(octets);
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail so", e);
    }
    return out.toByteArray();
  }
}
