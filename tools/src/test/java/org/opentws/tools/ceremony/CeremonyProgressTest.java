package org.opentws.tools.ceremony;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a ceremony that broke off knows of itself when it is taken up again. */
class CeremonyProgressTest {
  @TempDir private Path folder = Path.of("set by JUnit");

  private CeremonyProgress begun(String script) {
    CeremonyProgress progress = CeremonyProgress.beside(folder.resolve("report"), script);
    progress.beginRun(Map.of("title", "end"), Map.of("account", "signature"));
    return progress;
  }

  private Path file() {
    return folder.resolve("report.progress.json");
  }

  @Test
  void anotherRunKnowsWhatTheFirstOneDidAndWhen() {
    CeremonyProgress first = begun("script");
    first.note("emptied ca", Map.of("keys", List.of(Map.of("id", "a"))));
    first.stepEnded("destroy-ca");
    CeremonyProgress second = begun("script");
    assertEquals(
        Optional.of(Map.of("keys", List.of(Map.of("id", "a")))), second.noted("emptied ca"));
    assertTrue(second.noted("emptied tsp").isEmpty());
    String run = second.earlierRuns().toString();
    assertEquals(1, second.earlierRuns().size());
    assertTrue(run.contains("title=end") && run.contains("destroy-ca="), run);
    assertEquals(2, begun("script").earlierRuns().size());
  }

  @Test
  void anotherScriptIsRefusedAndWhatCannotBeReadAsWell() throws Exception {
    begun("script");
    assertThrows(CeremonyFailure.class, () -> begun("other"));
    Files.writeString(file(), "{\"scriptSha256\": ");
    assertThrows(CeremonyFailure.class, () -> begun("script"));
  }

  @Test
  void nothingIsLeftAtTheEndNorOfACeremonyInOneRun() {
    begun("script").end();
    assertFalse(Files.exists(file()));
    CeremonyProgress memory = CeremonyProgress.inOneRun();
    memory.beginRun(Map.of(), Map.of());
    memory.note("a", Map.of("b", 1));
    assertEquals(Optional.of(Map.of("b", 1)), memory.noted("a"));
    memory.end();
    assertFalse(Files.exists(file()));
  }
}
