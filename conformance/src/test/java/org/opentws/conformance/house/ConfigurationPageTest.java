package org.opentws.conformance.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * docs/configuration.md and {@code ./tws config} show one list of keys: exactly what the code asks
 * for, with the defaults that it takes.
 */
@Tag("house")
class ConfigurationPageTest {
  private static final Path PAGE = ModuleClasses.root().resolve("docs/configuration.md");
  private static final String LIST = "/org/opentws/tools/configuration/keys.tsv";

  /** Defaults that the list says in words, because they depend on something else. */
  private static final Set<String> IN_WORDS =
      Set.of(
          "opentws.audit.node",
          "opentws.audit.state-directory",
          "opentws.backup.directory",
          "opentws.revocationstatus.state-directory",
          "opentws.time.max-age-seconds",
          "opentws.time.quorum");

  private static final String MUST_BE_SET = "must be set";

  /** A key where a page writes one; not the name of a Java package, not all keys of a kind (.*). */
  private static final Pattern KEY =
      Pattern.compile("(?<![.\\w/])opentws\\.[a-z]+\\.[a-z][a-z.-]*[a-z](?![a-z.-]*\\*)");

  /** One line of the list. */
  private record Key(String name, String standard, String meaning) {
    String service() {
      return name.split("\\.")[1];
    }
  }

  private static List<Key> keys() throws IOException {
    try (InputStream in = ConfigurationPageTest.class.getResourceAsStream(LIST)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split("\t", 3))
          .map(columns -> new Key(columns[0], columns[1], columns[2]))
          .toList();
    }
  }

  private static Map<String, String> listed() throws IOException {
    Map<String, String> listed = new TreeMap<>();
    keys().forEach(key -> listed.put(key.name(), key.standard()));
    return listed;
  }

  @Test
  void listHasExactlyTheKeysThatTheCodeAsksFor() throws IOException {
    Set<String> asked = new TreeSet<>(ConfigurationKeys.injected().keySet());
    asked.addAll(ConfigurationKeys.ofTheDevice().keySet());
    List<Method> readers = ConfigurationKeys.readers();
    assertTrue(readers.size() >= 5 && asked.size() > 20, "the code was found");
    for (Method reader : readers) {
      GivenConfiguration nothing = new GivenConfiguration(Map.of());
      ConfigurationKeys.read(reader, nothing);
      asked.addAll(nothing.asked());
    }
    asked.removeIf(name -> !name.startsWith("opentws."));
    assertEquals(asked, listed().keySet(), "keys.tsv in tools is the list");
  }

  @Test
  void listSaysTheDefaultsThatTheCodeTakes() throws IOException {
    Map<String, String> listed = listed();
    ConfigurationKeys.injected()
        .forEach(
            (name, standard) ->
                assertEquals(standard, plain(listed.getOrDefault(name, "not listed")), name));
    ConfigurationKeys.ofTheDevice()
        .forEach(
            (name, standard) ->
                assertEquals(
                    standard.startsWith("/nonexistent/") ? "" : standard,
                    plain(listed.getOrDefault(name, "not listed")),
                    name));
    listed.values().removeIf(standard -> plain(standard).isEmpty());
    IN_WORDS.forEach(listed::remove);
    for (Method reader : ConfigurationKeys.readers()) {
      assertEquals(
          ConfigurationKeys.read(reader, new GivenConfiguration(Map.of())),
          ConfigurationKeys.read(reader, new GivenConfiguration(listed)),
          reader.toString());
    }
  }

  /** As the code has it: nothing. */
  private static String plain(String standard) {
    return standard.equals(MUST_BE_SET) ? "" : standard;
  }

  @Test
  void pagesAndTheLauncherNameNoOtherKeys() throws IOException {
    List<Path> files = new ArrayList<>(List.of(ModuleClasses.root().resolve("tws")));
    new Documentation(ModuleClasses.root()).pages().forEach(page -> files.add(page.file()));
    List<String> unknown = new ArrayList<>();
    for (Path file : files) {
      unknownKeys(Files.readString(file)).forEach(key -> unknown.add(file + ": " + key));
    }
    assertEquals(List.of(), unknown);
  }

  @Test
  void keyThatNobodyAsksForIsFound() throws IOException {
    String page =
        "`opentws.time.sources`, `opentws.time.souces`, `opentws.hsm.infra.*`, org.opentws.time.store";
    assertEquals(List.of("opentws.time.souces"), unknownKeys(page));
  }

  private static List<String> unknownKeys(String text) throws IOException {
    Set<String> known = listed().keySet();
    return KEY.matcher(text)
        .results()
        .map(MatchResult::group)
        .filter(key -> !known.contains(key))
        .toList();
  }

  @Test
  void pageIsUpToDate() throws IOException {
    String page = page();
    String present = Files.exists(PAGE) ? Files.readString(PAGE) : "";
    Files.writeString(PAGE, page);
    assertEquals(present, page, "docs/configuration.md was old and is now made anew: commit it");
  }

  private static String page() throws IOException {
    StringBuilder page =
        new StringBuilder(
            """
            # Configuration

            Made from `keys.tsv` of module tools by `ConfigurationPageTest`, which also holds it against the code; do not edit.

            Settings stand in `run/config/opentws.properties`, one `name=value` a line; it is written at the first start and then yours. Change it, then
            `./tws stop` and `./tws start`. A name that nobody knows stops the start, with the nearest one that is known. `./tws config` prints this list with the
            present values. Durations are ISO 8601 (`PT10M` is ten minutes). No secret stands in it: passwords and PINs have files of their own, mode 0600.

            | environment of `./tws` | default | meaning |
            |---|---|---|
            | `TWS_RUN_DIR` | `run` | where everything lies that is made |
            | `TWS_PORT_OFFSET` | 0 | added to every port; a system is always called with the same one |
            | `TWS_NODE` | `a` | `b`: a second node on the same database, devices and configuration, its ports 50 higher |
            | `TWS_DB_URL`, `TWS_DB_OWNER_PASSWORD_FILE` | PostgreSQL of our own | JDBC address of yours, and the file with the password of its user `tws_owner` |
            | `TWS_PKCS11_LIBRARY` | SoftHSM | PKCS#11 library of your device, used when the configuration is first written |
            | `JAVA_HOME` | that of `javac` | a JDK 17 or newer |
            """);
    String service = "";
    for (Key key : keys()) {
      if (!key.service().equals(service)) {
        service = key.service();
        page.append("\n## ")
            .append(service)
            .append("\n| name | default | meaning |\n|---|---|---|\n");
      }
      page.append("| `%s` | %s | %s |%n".formatted(key.name(), shown(key), key.meaning()));
    }
    return page.toString();
  }

  private static String shown(Key key) {
    if (key.standard().isEmpty() || key.standard().equals(MUST_BE_SET)) {
      return key.standard().isEmpty() ? "none" : MUST_BE_SET;
    }
    return IN_WORDS.contains(key.name()) ? key.standard() : "`" + key.standard() + "`";
  }
}
