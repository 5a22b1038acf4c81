package org.opentws.hsm.token;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class KeyAlgorithmTest {
  private static final byte[] BRAINPOOL_P256 = HexFormat.of().parseHex("06092b2403030208010107");

  @Test
  void pointIsTheSameBareOrInAnOctetString() throws Exception {
    byte[] bare = new byte[65];
    bare[0] = 4;
    // Worst case: the bare point itself reads as the header of an OCTET STRING of the right length.
    bare[1] = 63;
    bare[2] = 4;
    byte[] wrapped = new byte[67];
    wrapped[0] = 4;
    wrapped[1] = 65;
    System.arraycopy(bare, 0, wrapped, 2, 65);
    assertArrayEquals(bare, point(KeyAlgorithm.publicKey(BRAINPOOL_P256, bare).getEncoded()));
    assertArrayEquals(bare, point(KeyAlgorithm.publicKey(BRAINPOOL_P256, wrapped).getEncoded()));
  }

  /** The end of a SubjectPublicKeyInfo. */
  private static byte[] point(byte[] encoded) {
    return Arrays.copyOfRange(encoded, encoded.length - 65, encoded.length);
  }

  @Test
  void pointOfAnotherLengthIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> KeyAlgorithm.publicKey(BRAINPOOL_P256, new byte[33]));
    assertThrows(
        IllegalArgumentException.class, () -> KeyAlgorithm.publicKey(BRAINPOOL_P256, new byte[65]));
    assertThrows(
        IllegalArgumentException.class,
        () -> KeyAlgorithm.publicKey(new byte[] {5, 0}, new byte[65]));
  }
}
