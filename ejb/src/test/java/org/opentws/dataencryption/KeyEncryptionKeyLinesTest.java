package org.opentws.dataencryption;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.opentws.dataencryption.store.DataKeyRepository;
import org.opentws.dataencryption.store.KeyEncryptionKey;
import org.opentws.keymanagement.KeyLine;
import org.opentws.keymanagement.store.KeyClass;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.value.Der;

/** Key-encryption keys in the inventory of keys (KMF-b). */
class KeyEncryptionKeyLinesTest {
  private static final Instant MADE = Instant.parse("2026-01-02T03:04:05Z");

  private static List<KeyLine> lines(KeyEncryptionKey... keys) {
    KeyEncryptionKeyLines lines = new KeyEncryptionKeyLines();
    lines.repository =
        new DataKeyRepository() {
          @Override
          public List<KeyEncryptionKey> keyEncryptionKeys() {
            return List.of(keys);
          }
        };
    return lines.lines();
  }

  @Test
  void newestWrapsAndFormerOnesStay() {
    List<KeyLine> lines =
        lines(
            new KeyEncryptionKey("data-kek-1", "infra", Optional.empty(), MADE),
            new KeyEncryptionKey(
                "data-kek-2", "infra", Optional.of(Der.of(new byte[] {1})), MADE.plusSeconds(1)));
    assertEquals(List.of("data-kek-1", "data-kek-2"), lines.stream().map(KeyLine::keyId).toList());
    assertEquals(
        List.of(KeyState.INACTIVE, KeyState.ACTIVE), lines.stream().map(KeyLine::state).toList());
    assertEquals(List.of(false, true), lines.stream().map(line -> line.life().backup()).toList());
    assertEquals(MADE, lines.get(0).createdAt());
  }

  @Test
  void itIsAnInfrastructureKeyOfOnePurposeWithoutAPublicHalf() {
    KeyLine line =
        lines(new KeyEncryptionKey("data-kek-1", "infra", Optional.empty(), MADE)).get(0);
    assertEquals(KeyClass.INFRASTRUCTURE, line.keyClass());
    assertEquals("DATA_ENCRYPTION", line.purpose());
    assertEquals("AES-256", line.algorithm());
    assertTrue(line.spkiSha256().isEmpty());
    assertFalse(line.certificate().isPresent());
  }

  @Test
  void beforeTheInstallationThereIsNone() {
    assertEquals(List.of(), lines());
  }
}
