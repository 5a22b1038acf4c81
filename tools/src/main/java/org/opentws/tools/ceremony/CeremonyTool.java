package org.opentws.tools.ceremony;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.opentws.hsm.HsmUnavailable;

/**
 * {@code ./tws ceremony SCRIPT.yaml [name=value ...]}. Two names are the tool's own: {@code
 * confirm=demo}, and {@code library=PATH} of the PKCS#11 library.
 */
public final class CeremonyTool {
  private static final String SOFTHSM_CONF = "SOFTHSM2_CONF";
  private static final String SOFTHSM_LIBRARY = "/usr/lib/softhsm/libsofthsm2.so";
  private static final String USAGE =
      "usage: ./tws ceremony SCRIPT.yaml [name=value ...] [confirm=demo] [library=PATH]";

  private CeremonyTool() {}

  public static void main(String[] arguments) throws Exception {
    System.exit(exitCode(arguments));
  }

  private static int exitCode(String[] arguments) throws Exception {
    try {
      return run(arguments);
    } catch (CeremonyFailure | HsmUnavailable e) {
      System.err.println("ceremony: " + e.getMessage());
    }
    return 1;
  }

  private static int run(String[] arguments) throws Exception {
    if (arguments.length == 0) {
      throw new CeremonyFailure(USAGE);
    }
    Map<String, String> given = parameters(arguments);
    boolean demo = "demo".equals(given.remove("confirm"));
    String library = given.remove("library");
    CeremonyScript script = CeremonyScript.read(Path.of(arguments[0]), given);
    Path configuration = softHsmConfiguration(script.softHsm());
    if (!configuration.toString().equals(System.getenv(SOFTHSM_CONF))) {
      return again(arguments, configuration);
    }
    Confirmation confirmation = demo ? Confirmation.demo() : Confirmation.atConsole();
    Attendance attendance = new Attendance(script.persons(), script.officers(), confirmation);
    CeremonyProgress progress =
        script.resumable()
            ? CeremonyProgress.beside(script.report(), script.sha256())
            : CeremonyProgress.inOneRun();
    try (Ceremony ceremony = new Ceremony(libraryPath(library), demo, attendance, progress)) {
      new CeremonyRun(script, ceremony, confirmation, System.out).run();
      return 0;
    }
  }

  private static Map<String, String> parameters(String[] arguments) {
    Map<String, String> given = new LinkedHashMap<>();
    for (int index = 1; index < arguments.length; index++) {
      String[] pair = arguments[index].split("=", 2);
      if (pair.length != 2) {
        throw new CeremonyFailure("not name=value: " + arguments[index] + "\n" + USAGE);
      }
      given.put(pair[0], pair[1]);
    }
    return given;
  }

  private static Path libraryPath(@org.jspecify.annotations.Nullable String given) {
    if (given != null) {
      return Path.of(given);
    }
    String configured = System.getenv("TWS_PKCS11_LIBRARY");
    return Path.of(configured == null || configured.isBlank() ? SOFTHSM_LIBRARY : configured);
  }

  /** SoftHSM finds its tokens through this file alone; other libraries do not mind it. */
  private static Path softHsmConfiguration(Path directory) throws IOException {
    Path absolute = directory.toAbsolutePath().normalize();
    Path configuration = absolute.resolve("softhsm2.conf");
    if (!Files.exists(configuration)) {
      SecretFiles.makePrivateDirectory(absolute.resolve("tokens"));
      String content =
          "directories.tokendir = %s%nobjectstore.backend = file%nlog.level = ERROR%n"
              .formatted(absolute.resolve("tokens"));
      SecretFiles.writePublic(configuration, content.getBytes(StandardCharsets.UTF_8));
    }
    return configuration;
  }

  /** The environment of a process is fixed at its start: so start once more with the right one. */
  private static int again(String[] arguments, Path configuration)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(System.getProperty("java.class.path", "." + File.pathSeparator));
    command.add(CeremonyTool.class.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().put(SOFTHSM_CONF, configuration.toString());
    return builder.start().waitFor();
  }
}
