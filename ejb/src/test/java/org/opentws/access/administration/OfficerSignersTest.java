package org.opentws.access.administration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.opentws.access.HashSeal;
import org.opentws.access.store.OfficerSigner;
import org.opentws.access.store.OfficerSignerRepository;
import org.opentws.access.store.SealedOfficerSigner;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.value.Der;

/** Whose signature makes Security Officers, whatever is written into the database (M1.2a). */
class OfficerSignersTest {
  private static final Der INSTALLED = Der.of(new byte[] {0x30, 0});
  private static final Der SECOND = Der.of(new byte[] {0x30, 1, 2});

  private final List<SealedOfficerSigner> rows = new ArrayList<>();
  private Optional<Integer> recorded = Optional.empty();
  private final OfficerSigners signers = new OfficerSigners();

  OfficerSignersTest() {
    signers.rowSeal = new HashSeal();
    signers.history =
        new AuditedAccountHistory() {
          @Override
          Optional<Integer> newest(String account, Set<Integer> types) {
            return recorded;
          }
        };
    signers.repository =
        new OfficerSignerRepository() {
          @Override
          public Optional<SealedOfficerSigner> newest() {
            return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(rows.size() - 1));
          }

          @Override
          public void add(SealedOfficerSigner sealed) {
            rows.add(sealed);
          }
        };
  }

  private static InstallationDocument installed(Optional<Der> certificate) {
    return new InstallationDocument(true, List.of(), List.of(), certificate);
  }

  private static OfficerSigner signer(int version, Der certificate) {
    return new OfficerSigner(version, certificate, "officer-1", "officer-2", Instant.EPOCH);
  }

  private void replace() {
    signers.store(signer(1, SECOND));
    recorded = Optional.of(1);
  }

  private Der trusted() {
    return signers.trusted(installed(Optional.of(INSTALLED)));
  }

  private void assertRefused(Refusal refusal, Optional<Der> certificate) {
    RequestRefused refused =
        assertThrows(RequestRefused.class, () -> signers.trusted(installed(certificate)));
    assertEquals(refusal, refused.refusal());
  }

  @Test
  void installationsKeyCountsUntilTwoPersonsReplaceIt() {
    assertEquals(INSTALLED, trusted());
    replace();
    assertEquals(SECOND, trusted());
  }

  @Test
  void systemWithoutARecoveryKeyGetsOneByTwoPersons() {
    assertRefused(Refusal.WRONG_STATE, Optional.empty());
    replace();
    assertEquals(SECOND, signers.trusted(installed(Optional.empty())));
  }

  @Test
  void rowThatThisSystemDidNotWriteMakesNobodyTrusted() {
    rows.add(new SealedOfficerSigner(signer(1, SECOND), "no seal"));
    assertRefused(Refusal.SEAL_BROKEN, Optional.of(INSTALLED));
    recorded = Optional.of(1);
    assertRefused(Refusal.SEAL_BROKEN, Optional.of(INSTALLED));
  }

  @Test
  void rowThatIsTakenAwayDoesNotBringBackTheKeyBeforeIt() {
    replace();
    rows.clear();
    assertRefused(Refusal.SEAL_BROKEN, Optional.of(INSTALLED));
  }
}
