package org.opentws.authentication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordPolicyTest {
  private static final List<String> NAMES = List.of("registration-officer-1", "Anna Wohlgemuth");

  private static Optional<String> objection(String password) {
    return PasswordPolicy.objection(password.toCharArray(), NAMES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "k7#Vq!x2Rb9", "a"})
  void shortOnesAreRefused(String password) {
    assertTrue(objection(password).orElseThrow().contains("12 to 256"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Wohlgemuth-k7#Vq!x2",
        "xx REGISTRATION k7#Vq!x2",
        "k7#Vq!x2registration-officer-1"
      })
  void namesOfTheOwnerAreRefused(String password) {
    assertTrue(objection(password).orElseThrow().contains("name of its owner"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "passwordpassword",
        "P@ssw0rd12345",
        "qwertyuiop1234",
        "iloveyou12345",
        "aaaaaaaaaaaaaaaaaaaa",
        "abcdefghijklmnop",
        "trustno1trustno1"
      })
  void leakedOnesAndPatternsAreRefused(String password) {
    assertTrue(objection(password).orElseThrow().contains("guessed too easily"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"k7#Vq!x2Rb9Lm4z", "gravel otter lantern mosaic", "dwarf-Quilt-62-harbour-fig"})
  void strongOnesAreAccepted(String password) {
    assertEquals(Optional.empty(), objection(password));
  }

  @Test
  void longOneIsJudgedWithoutDelay() {
    assertEquals(Optional.empty(), objection("k7#Vq!x2Rb9Lm4z".repeat(17)));
    assertTrue(objection("k7#Vq!x2Rb9Lm4z".repeat(18)).isPresent());
  }

  @Test
  void judgedPasswordIsStillThereAfterwards() {
    char[] password = "gravel otter lantern mosaic".toCharArray();
    assertEquals(Optional.empty(), PasswordPolicy.objection(password, NAMES));
    assertEquals("gravel otter lantern mosaic", new String(password));
  }
}
