package org.opentws.idempotency.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SecretFieldsTest {
  private static String masked(String body) {
    return new String(
        SecretFields.masked(body.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
  }

  @Test
  void passwordsAreTakenOutHoweverTheyAreWritten() {
    assertEquals(
        "{\"hash\":\"aa\",\"password\":\"\"}",
        masked("{\"hash\":\"aa\",\"password\":\"correct horse\"}"));
    assertEquals(
        "{\"password\" : \"\", \"x\":1}", masked("{\"password\" : \"a\\\"b\\\\\", \"x\":1}"));
    assertEquals(
        "{\"passphrase\":\"\",\"revocationPassphrase\":\"\"}",
        masked("{\"passphrase\":\"a b\",\"revocationPassphrase\":\"c\"}"));
    assertEquals(
        "{\"code\":\"\",\"newPassword\":\n\"\"}",
        masked("{\"code\":\"é\u0000\",\"newPassword\":\n\"z\nz\"}"));
  }

  @Test
  void everythingElseStays() {
    for (String body : new String[] {"", "[]", "{\"reason\":\"the password\"}", "é\u0001"}) {
      assertEquals(body, masked(body));
    }
  }
}
