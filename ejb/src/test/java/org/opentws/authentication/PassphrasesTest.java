package org.opentws.authentication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.random.Randomness;

class PassphrasesTest {
  private static final String GOOD = "vier kr\u00e4hen zupfen moos";
  private static final List<String> NAMES = List.of("Anna Muster");

  private final Passphrases passphrases = new Passphrases();

  @BeforeEach
  void wire() {
    passphrases.randomness = new Randomness();
  }

  @Test
  void onlyTheSamePassphraseMatchesHoweverItsLettersAreComposed() {
    String hash = passphrases.hashed(GOOD, NAMES);
    assertTrue(passphrases.matches(hash, GOOD));
    assertTrue(passphrases.matches(hash, "vier kra\u0308hen zupfen moos"));
    assertFalse(passphrases.matches(hash, "vier krahen zupfen moos"));
    assertFalse(passphrases.matches(hash, ""));
    assertFalse(passphrases.matches(hash, GOOD + "x".repeat(10_000)));
    assertFalse(hash.contains("kr"), hash);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "passwordpassword", "anna muster vier moos"})
  void whatIsGuessedEasilyIsRefused(String weak) {
    RequestRefused refused =
        assertThrows(RequestRefused.class, () -> passphrases.hashed(weak, NAMES));
    assertEquals(Refusal.WEAK_PASSWORD, refused.refusal());
  }
}
