package org.opentws.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentws.archive.store.ArchiveRepository;
import org.opentws.archive.store.StoredArchive;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.time.ClockReading;
import org.opentws.time.TrustedTime;

class DeleteArchiveOperationTest {
  private static final Instant MADE = Instant.parse("2026-05-01T00:00:00Z");
  private static final Instant UNTIL = Instant.parse("2033-05-01T00:00:00Z");

  private final DeleteArchiveOperation operation = new DeleteArchiveOperation();
  private Instant now = UNTIL;
  private Optional<StoredArchive.Deletion> deletion = Optional.empty();

  private final class Stored extends ArchiveRepository {
    @Override
    public Optional<StoredArchive> find(long number) {
      return number != 3
          ? Optional.empty()
          : Optional.of(
              new StoredArchive(
                  3, MADE, "operator", MADE, MADE, 0, 9, 12, "ab", 77, UNTIL, deletion));
    }
  }

  private final class Clock implements TrustedTime {
    @Override
    public Instant now() {
      return now;
    }

    @Override
    public long monotonicNanos() {
      return 0;
    }

    @Override
    public ClockReading reading() {
      throw new AssertionError("nobody asks how good it is");
    }
  }

  @BeforeEach
  void prepare() {
    operation.repository = new Stored();
    operation.time = new Clock();
  }

  private Refusal refused(Map<String, String> given) {
    return assertThrows(RequestRefused.class, () -> operation.describe(given)).refusal();
  }

  private static Map<String, String> of(String archive) {
    return Map.of("archive", archive, "reason", "over");
  }

  @Test
  void saysWhatGoesOnceTheRetentionIsOver() {
    String words = operation.describe(of("3"));
    assertTrue(words.contains("archive 3") && words.contains("ab") && words.contains("over"));
  }

  @Test
  void refusesBeforeTheDateAndNamesIt() {
    now = UNTIL.minus(Duration.ofMillis(1));
    RequestRefused refusal = assertThrows(RequestRefused.class, () -> operation.describe(of("3")));
    assertEquals(Refusal.LEGAL_HOLD, refusal.refusal());
    assertTrue(String.valueOf(refusal.getMessage()).contains(UNTIL.toString()));
  }

  @Test
  void refusesWhatIsNotThereOrWasDeleted() {
    assertEquals(Refusal.NOT_FOUND, refused(of("4")));
    deletion = Optional.of(new StoredArchive.Deletion(UNTIL, "over", "a", "p", "b", "q"));
    assertEquals(Refusal.WRONG_STATE, refused(of("3")));
  }

  @Test
  void refusesWhatIsNoNumberOrHasNoReason() {
    for (String archive : new String[] {"", "0", "-1", "all", "9".repeat(19)}) {
      assertEquals(Refusal.MALFORMED_REQUEST, refused(of(archive)));
    }
    assertEquals(Refusal.MALFORMED_REQUEST, refused(Map.of("archive", "3")));
    assertEquals(Refusal.MALFORMED_REQUEST, refused(Map.of("archive", "3", "reason", " ")));
    assertEquals(Refusal.MALFORMED_REQUEST, refused(Map.of("archive", "3", "reason", "a\nb")));
  }
}
