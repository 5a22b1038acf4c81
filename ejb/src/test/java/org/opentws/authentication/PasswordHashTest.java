package org.opentws.authentication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentws.error.RequestRefused;

class PasswordHashTest {
  private static final byte[] SALT =
      "0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

  @Test
  void onlyTheRightPasswordMatches() {
    PasswordHash hash = PasswordHash.of("correct horse".toCharArray(), SALT);

    assertTrue(hash.matches("correct horse".toCharArray()));
    assertFalse(hash.matches("correct horsf".toCharArray()));
    assertFalse(hash.matches("".toCharArray()));
  }

  @Test
  void theTextFormIsReadAgain() {
    PasswordHash hash = PasswordHash.of("correct horse".toCharArray(), SALT);

    assertEquals(hash, PasswordHash.parse(hash.text()));
    assertTrue(hash.text().startsWith("$argon2id$v=19$m=19456,t=2,p=1$"), hash.text());
    assertFalse(hash.toString().contains("$"));
  }

  @Test
  void nobodyLogsInAsNobody() {
    assertFalse(PasswordHash.OF_NOBODY.matches("".toCharArray()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "secret",
        "$argon2i$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$argon2id$v=19$m=64,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$argon2id$v=19$m=9999999,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$argon2id$v=19$m=19456,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$argon2id$v=19$m=19456,t=2,p=1$AAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
      })
  void weakOrForeignHashesAreRefused(String text) {
    assertThrows(RequestRefused.class, () -> PasswordHash.parse(text));
  }
}
