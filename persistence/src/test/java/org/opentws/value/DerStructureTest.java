package org.opentws.value;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DerStructureTest {
  private static boolean sound(String hex) {
    return DerStructure.isSound(HexFormat.of().parseHex(hex), 4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"3000", "0500", "30030201ff", "300430020500", "300430003000", "3081020500"})
  void soundElementPasses(String hex) {
    assertTrue(sound(hex), hex);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // nothing
        "30", // no length
        "3001", // content missing
        "300205", // truncated
        "300000", // an octet behind the end
        "30000500", // a second element behind the end
        "30800000", // indefinite length
        "30020202", // inner element longer than the outer one
        "3f0100", // high tag
        "3085ffffffffff", // length of five octets
        "3083ffffff" // longer than the input
      })
  void unsoundElementIsRefused(String hex) {
    assertFalse(sound(hex), hex);
  }

  @Test
  void nestingIsBounded() {
    assertTrue(sound("3006300430023000"), "four levels");
    assertFalse(sound("30083006300430023000"), "five levels");
  }

  @Test
  void deepNestingCostsNoStack() {
    byte[] nested = new byte[60_000];
    // Each level says in three octets of length how much is left.
    int at = 0;
    while (at + 5 < nested.length) {
      int left = nested.length - at - 5;
      nested[at] = 0x30;
      nested[at + 1] = (byte) 0x83;
      nested[at + 2] = (byte) (left >> 16);
      nested[at + 3] = (byte) (left >> 8);
      nested[at + 4] = (byte) left;
      at += 5;
    }
    assertFalse(DerStructure.isSound(nested, 24));
  }
}
