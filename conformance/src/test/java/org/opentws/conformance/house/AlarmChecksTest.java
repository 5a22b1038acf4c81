package org.opentws.conformance.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.audit.AlarmKind;

/** AA6.1: no kind of alarm that no check has seen on a running system. */
@Tag("house")
class AlarmChecksTest {
  private static final Path CHECKS = Path.of("src/test/java/org/opentws/conformance");

  @Test
  void everyKindOfAlarmIsAwaitedByACheckOfTheRunningSystem() throws IOException {
    String checks = texts("blackbox") + texts("incontainer");
    assertEquals(
        List.of(),
        Stream.of(AlarmKind.values())
            .filter(kind -> kind != AlarmKind.OTHER)
            .filter(kind -> !isAwaited(kind.name(), checks))
            .toList(),
        "no check provokes these: write one that does, and awaits the alarm");
  }

  @Test
  void kindThatIsOnlyPartOfAWordIsNotAwaited() {
    assertTrue(isAwaited("CRL_LATE", "look.awaitAlarm(\"CRL_LATE\", begin)"));
    assertTrue(isAwaited("CRL_LATE", "where kind = 'CRL_LATE'"));
    assertFalse(isAwaited("CRL_LATE", "look.awaitAlarm(\"CRL_LATER\", begin)"));
  }

  private static boolean isAwaited(String kind, String checks) {
    return Pattern.compile("[\"']" + kind + "[\"']").matcher(checks).find();
  }

  private static String texts(String folder) throws IOException {
    try (Stream<Path> files = Files.walk(CHECKS.resolve(folder))) {
      List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();
      assertFalse(sources.isEmpty(), folder);
      return sources.stream().map(AlarmChecksTest::text).collect(Collectors.joining());
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
