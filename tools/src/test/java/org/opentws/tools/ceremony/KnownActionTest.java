package org.opentws.tools.ceremony;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.opentws.hsm.KeyProtection;

class KnownActionTest {
  private static CeremonyStep step(String action, Map<String, String> with) {
    return new CeremonyStep("one", "says", action, new StepParameters("one", with));
  }

  private static void refused(String message, String action, Map<String, String> with) {
    CeremonyStep step = step(action, with);
    assertEquals(
        message, assertThrows(CeremonyFailure.class, () -> KnownAction.of(step)).getMessage());
  }

  @Test
  void whatNoActionKnowsIsRefused() {
    refused("step one: unknown action make-coffee", "make-coffee", Map.of());
    refused("step one: generate-key knows no bakcup", "generate-key", Map.of("bakcup", "yes"));
  }

  @Test
  void yesIsWrittenOutInFull() {
    refused("step one: backup is yes or no", "generate-key", Map.of("backup", "Y"));
    assertEquals(KeyProtection.NEVER_LEAVES, protection(Map.of()));
    assertEquals(KeyProtection.NEVER_LEAVES, protection(Map.of("backup", "no")));
    assertEquals(KeyProtection.BACKUP_UNDER_TRUSTED_KEY, protection(Map.of("backup", "yes")));
  }

  private static KeyProtection protection(Map<String, String> with) {
    return TokenActions.protection(step("generate-key", with).with());
  }

  @Test
  void selfSignedCertificateHasOneName() {
    refused(
        "step one: the issuer of a self-signed certificate is its subject",
        "self-sign",
        Map.of("subject", "CN=One", "issuer", "CN=Two"));
    KnownAction.of(step("self-sign", Map.of("subject", "CN=One", "issuer", "CN=One")));
  }
}
