package org.opentws.dissemination;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.opentws.value.Der;

/** Fingerprints of what is disseminated, as lower-case hex. */
final class Digest {
  private Digest() {}

  static String hex(String algorithm, Der content) {
    try {
      byte[] digest = MessageDigest.getInstance(algorithm).digest(content.octets());
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + algorithm, e);
    }
  }
}
