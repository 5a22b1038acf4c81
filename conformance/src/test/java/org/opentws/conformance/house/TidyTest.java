package org.opentws.conformance.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Words and habits that the house does without: "X is banned, use Y". */
@Tag("house")
class TidyTest {
  private static final Map<Pattern, String> BANNED_IN_SOURCE = new LinkedHashMap<>();
  private static final Pattern BANNED_NAME =
      Pattern.compile(".*(Manager|Util|Utils|Helper|Impl|Data|Info)(Service)?\\.java");

  static {
    ban("\\breturn null;(?! // by the contract of )", "an Optional, an empty list or an exception");
    ban("\\b(TODO|FIXME|XXX)\\b", "an issue, or do it now");
    ban("System\\.(out|err)\\b", "the logger; tools print through their Terminal");
    ban("catch \\((Exception|Throwable) ", "the exceptions that are expected, or RuntimeException");
    ban("\\bnew Date\\(\\)", "TrustedTime");
    ban("printStackTrace", "the logger");
    ban("@SuppressWarnings\\(\"all\"\\)", "the one warning, with its reason");
    ban("^import .*\\*;", "single imports");
  }

  private static void ban(String pattern, String instead) {
    BANNED_IN_SOURCE.put(Pattern.compile(pattern), instead);
  }

  @Test
  void nothingBannedIsUsed() {
    List<String> findings = new ArrayList<>();
    for (Path file : SourceFiles.production()) {
      List<String> lines = SourceFiles.lines(file);
      for (int i = 0; i < lines.size(); i++) {
        findings.addAll(findings(file, i + 1, lines.get(i)));
      }
    }
    assertEquals(List.of(), findings);
  }

  @Test
  void bannedHabitIsFound() {
    Path file = Path.of("ejb/Planted.java");
    assertFalse(findings(file, 1, "    return null;").isEmpty());
    assertFalse(findings(file, 1, "    // TODO later").isEmpty());
  }

  private static List<String> findings(Path file, int number, String line) {
    List<String> findings = new ArrayList<>();
    BANNED_IN_SOURCE.forEach(
        (pattern, instead) -> {
          if (pattern.matcher(line).find() && !allowed(file, pattern)) {
            findings.add(file + ":" + number + ": " + line.strip() + " is banned, use " + instead);
          }
        });
    return findings;
  }

  /** Command-line tools talk to a person on the terminal. */
  private static boolean allowed(Path file, Pattern pattern) {
    return pattern.pattern().startsWith("System")
        && (file.toString().contains("/tools/") || file.toString().contains("/benchmarks/"));
  }

  @Test
  void namesSayWhatAThingIs() {
    assertEquals(
        List.of(),
        SourceFiles.production().stream()
            .map(file -> file.getFileName().toString())
            .filter(name -> BANNED_NAME.matcher(name).matches())
            .toList());
  }
}
