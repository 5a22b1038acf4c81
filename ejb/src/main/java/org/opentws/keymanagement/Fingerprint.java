package org.opentws.keymanagement;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.opentws.value.Der;

/** SHA-256 of an encoded object, for comparing and for people (KM2.5). */
public final class Fingerprint {
  private Fingerprint() {}

  /** Lower-case hex, 64 digits. */
  public static String sha256(Der encoded) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(encoded.octets()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
