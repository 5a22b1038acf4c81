package org.opentws.revocationstatus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentws.revocationstatus.store.CertificateState;
import org.opentws.revocationstatus.store.SealedChange;
import org.opentws.revocationstatus.store.StatusChangeRow;
import org.opentws.value.SerialNumber;

class ChangeJournalTest {
  private final Path folder;

  ChangeJournalTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private ChangeJournal journal() {
    return new ChangeJournal() {
      @Override
      Path folder() {
        return folder.resolve("node");
      }
    };
  }

  private static SealedChange change(long sequence) {
    return new SealedChange(
        new StatusChangeRow(
            sequence,
            "issuing",
            new SerialNumber(BigInteger.valueOf(4711)),
            CertificateState.REVOKED,
            Optional.of(1),
            Instant.ofEpochSecond(1_800_000_000),
            Optional.empty()),
        Optional.empty());
  }

  private List<Long> numbers() {
    List<Long> numbers = new ArrayList<>();
    journal().read(2, batch -> batch.forEach(entry -> numbers.add(entry.change().sequence())));
    return numbers;
  }

  @Test
  void whatWasAppendedIsReadInItsOrder() {
    ChangeJournal journal = journal();
    journal.append(List.of(change(1), change(2)));
    journal.append(List.of());
    journal.append(List.of(change(3)));
    assertEquals(List.of(1L, 2L, 3L), numbers());
  }

  @Test
  void whatTheDiskDidNotTakeIsWrittenFirstTheNextTime() throws IOException {
    Path instead = Files.createFile(folder.resolve("node"));
    ChangeJournal journal = journal();
    journal.append(List.of(change(1)));
    Files.delete(instead);
    journal.append(List.of(change(2)));
    assertEquals(List.of(1L, 2L), numbers());
  }

  @Test
  void lineWithoutItsEndIsCutOff() throws IOException {
    journal().append(List.of(change(1), change(2)));
    Path file = folder.resolve("node/changes");
    String all = Files.readString(file);
    Files.writeString(file, all.substring(0, all.length() - 3));
    assertEquals(List.of(1L), numbers());
  }
}
