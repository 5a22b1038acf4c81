package org.opentws.access.administration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.opentws.access.administration.InstallationDocument.InstalledUser;
import org.opentws.access.store.Role;
import org.opentws.authentication.CallerCertificate;
import org.opentws.authentication.PasswordHash;
import org.opentws.value.Der;

class RecoveryDocumentTest {
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
  private static final String SYSTEM = "ab".repeat(32);

  private static InstalledUser officer(String account, String person, Role role) {
    return new InstalledUser(
        new NewUser(
            account,
            person,
            new CallerCertificate(Der.of(new byte[] {0x30, 0}), "cd".repeat(32)),
            PasswordHash.of("a password of four words".toCharArray(), new byte[16])),
        Set.of(role));
  }

  private static final List<InstalledUser> TWO =
      List.of(
          officer("officer-3", "Officer 3", Role.SECURITY_OFFICER),
          officer("officer-4", "Officer 4", Role.SECURITY_OFFICER));

  private static Optional<String> objection(
      Instant createdAt, boolean demo, List<InstalledUser> who) {
    return new RecoveryDocument(createdAt, demo, SYSTEM, who, List.of())
        .objection(SYSTEM, true, NOW);
  }

  private static void refused(String words, Optional<String> objection) {
    assertTrue(objection.orElse("").contains(words), objection.toString());
  }

  @Test
  void twoSecurityOfficersOfThisSystemAreTakenForAWeek() {
    assertEquals(Optional.empty(), objection(NOW, true, TWO));
    assertEquals(Optional.empty(), objection(NOW.minusSeconds(6 * 86_400), true, TWO));
    refused("too old", objection(NOW.minusSeconds(8 * 86_400), true, TWO));
    refused("not yet", objection(NOW.plusSeconds(3600), true, TWO));
  }

  @Test
  void documentOfAnotherSystemOrOfADemonstrationIsNotTaken() {
    refused("demonstration", objection(NOW, false, TWO));
    refused(
        "another system",
        new RecoveryDocument(NOW, true, SYSTEM, TWO, List.of())
            .objection("cd".repeat(32), true, NOW));
  }

  @Test
  void recoveryMakesTwoSecurityOfficersAndNobodyElse() {
    refused("two persons", objection(NOW, true, TWO.subList(0, 1)));
    refused(
        "two persons",
        objection(
            NOW, true, List.of(TWO.get(0), officer("other", "Officer 3", Role.SECURITY_OFFICER))));
    refused(
        "nobody else",
        objection(NOW, true, List.of(TWO.get(0), officer("auditor", "X", Role.SYSTEM_AUDITOR))));
    assertThrows(
        IllegalStateException.class,
        () ->
            RecoveryDocument.parse(
                "{\"format\":\"opentws-installation-1\"}".getBytes(StandardCharsets.UTF_8)));
    assertThrows(
        IllegalStateException.class,
        () -> RecoveryDocument.parse("garbage".getBytes(StandardCharsets.UTF_8)));
  }
}
