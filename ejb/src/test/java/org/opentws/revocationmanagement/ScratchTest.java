package org.opentws.revocationmanagement;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class ScratchTest {
  private static byte[] piece(int seed) {
    byte[] piece = new byte[1000];
    for (int i = 0; i < piece.length; i++) {
      piece[i] = (byte) (seed * 31 + i);
    }
    return piece;
  }

  private static void holds(int pieces, boolean inMemory) throws IOException {
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    try (Scratch scratch = new Scratch()) {
      for (int n = 0; n < pieces; n++) {
        scratch.write(piece(n));
        expected.writeBytes(piece(n));
      }
      scratch.write(7);
      expected.write(7);
      for (int reading = 0; reading < 2; reading++) {
        try (InputStream all = scratch.open()) {
          assertEquals(inMemory, all instanceof ByteArrayInputStream);
          assertArrayEquals(expected.toByteArray(), all.readAllBytes());
        }
      }
    }
  }

  @Test
  void littleStaysInMemory() throws IOException {
    holds(0, true);
    holds(Scratch.IN_MEMORY_MAX / 1000 - 1, true);
  }

  @Test
  void muchGoesToAFile() throws IOException {
    holds(Scratch.IN_MEMORY_MAX / 1000 + 1, false);
  }
}
