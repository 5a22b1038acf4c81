package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Evidence;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;

/** Where secrets are, and where they must never be found. */
@Tag("blackbox")
class SecretsTest {
  private static final int SECRET_LENGTH_MIN = 12;
  private static final int FILE_OCTETS_MAX = 64 * 1024 * 1024;

  private final RunningSystem system = RunningSystem.get();
  private final Path run = system.folder().resolve("..").toAbsolutePath().normalize();

  private static List<Path> files(Path folder) {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).filter(Files::isReadable).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.size(file) > FILE_OCTETS_MAX
          ? ""
          : Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      // A file that the server has just removed holds nothing any more.
      return "";
    }
  }

  /** Name to value: PINs, passwords of the database and of the officers. */
  private Map<String, String> secrets() {
    Map<String, String> secrets = new TreeMap<>();
    files(run.resolve("secrets"))
        .forEach(file -> secrets.put("" + file.getFileName(), text(file).strip()));
    system
        .node("officers")
        .fieldNames()
        .forEachRemaining(account -> secrets.put(account, system.password(account)));
    secrets.values().removeIf(value -> value.length() < SECRET_LENGTH_MIN);
    return secrets;
  }

  /** Logs, configuration, temporary files, and what every process of this machine shows. */
  private List<Path> placesToLook() {
    List<Path> places = new ArrayList<>();
    for (String folder :
        List.of("log", "config", "server/log", "server/configuration", "server/tmp", "audit")) {
      places.addAll(files(run.resolve(folder)));
    }
    ProcessHandle.allProcesses()
        .forEach(
            process -> {
              places.add(Path.of("/proc/" + process.pid() + "/cmdline"));
              places.add(Path.of("/proc/" + process.pid() + "/environ"));
            });
    places.removeIf(place -> !Files.isReadable(place));
    return places;
  }

  @Test
  @Requirement("KM6.1")
  void secretsAreForTheirOwnerOnly() throws IOException {
    List<Path> secret = files(run.resolve("secrets"));
    assertFalse(secret.isEmpty(), "no secrets in " + run);
    for (Path file : secret) {
      assertEquals(
          "rw-------",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(file)),
          "" + file);
    }
    for (Path token : files(run.resolve("softhsm"))) {
      String rights = PosixFilePermissions.toString(Files.getPosixFilePermissions(token));
      Path folder = token.getParent();
      String above = PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
      assertTrue(
          !token.toString().contains("/tokens/")
              || rights.endsWith("------")
              || above.endsWith("------"),
          token + " " + rights + " in " + above);
    }
  }

  @Test
  @Requirement(value = "KM6.1", kind = Kind.NEGATIVE)
  void noSecretStandsInLogConfigurationEnvironmentOrCommandLine() {
    Map<String, String> secrets = secrets();
    assertTrue(secrets.size() > 10, "too few secrets to look for: " + secrets.keySet());
    List<Path> places = placesToLook();
    Evidence.note(secrets.size() + " secrets looked for in " + places.size() + " places");
    List<String> found = new ArrayList<>();
    for (Path place : places) {
      String content = text(place);
      secrets.forEach(
          (name, value) -> {
            if (content.contains(value)) {
              found.add(name + " in " + place);
            }
          });
      if (content.contains("PRIVATE KEY-----") && !place.endsWith("cmdline")) {
        found.add("a private key in " + place);
      }
    }
    assertEquals(List.of(), found);
  }

  @Test
  void passwordThatWasTriedIsWrittenNowhere() {
    String marker = "marker-" + UUID.randomUUID();
    system.withCertificateOf("registration-officer-2").tryLogin(marker).expect(401);
    system.officer("registration-officer-2");
    assertEquals(
        List.of(), placesToLook().stream().filter(place -> text(place).contains(marker)).toList());
    try (Superuser superuser = new Superuser(system)) {
      for (String table :
          superuser.texts(
              "select quote_ident(relname) from pg_class where relkind in ('r', 'p')"
                  + " and relnamespace = 'public'::regnamespace")) {
        assertEquals(
            List.of(),
            superuser.texts(
                "select 'found in " + table + "' from " + table + " t where t::text like ?",
                "%" + marker + "%"));
      }
    }
  }

  @Test
  void systemRunsAsNobodyWithPower() {
    List<String> rooted =
        ProcessHandle.allProcesses()
            .filter(process -> commandLine(process).contains(run.toString()))
            .filter(
                process ->
                    commandLine(process).contains("jboss")
                        || commandLine(process).contains("postgres"))
            .filter(process -> process.info().user().orElse("").equals("root"))
            .map(SecretsTest::commandLine)
            .toList();
    assertEquals(List.of(), rooted);
  }

  private static String commandLine(ProcessHandle process) {
    return text(Path.of("/proc/" + process.pid() + "/cmdline")).replace('\0', ' ');
  }
}
