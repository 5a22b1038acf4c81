package org.opentws.tools.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The root CA's side of the ceremony (KM1.6): a process of its own with a token of its own. Only a
 * request and certificates pass between it and the server, as files.
 */
final class OfflineRoot {
  private final DemoSystem system;

  OfflineRoot(DemoSystem system) {
    this.system = system;
  }

  boolean exists() {
    return Files.exists(system.ceremony("root.cer"));
  }

  void create() throws IOException, InterruptedException {
    ceremony("root.yaml", List.of());
  }

  /** Certifies the issuing CA's request. */
  void certify(byte[] pkcs10) throws IOException, InterruptedException {
    Path request = system.ceremony("issuing.p10");
    Files.write(request, pkcs10);
    ceremony("sign-ca.yaml", List.of("request=" + request, "base-url=" + system.publicHttp()));
  }

  private void ceremony(String script, List<String> parameters)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("org.opentws.tools.ceremony.CeremonyTool");
    command.add(system.run().resolve("tools/ceremonies").resolve(script).toString());
    command.addAll(List.of("run=" + system.run(), "library=" + system.library(), "confirm=demo"));
    command.addAll(parameters);
    Path log = system.run().resolve("log").resolve(script.replace(".yaml", ".log"));
    int exit =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    if (exit != 0) {
      throw new DemoFailure(
          "The ceremony %s did not succeed:%n%s".formatted(script, Files.readString(log)));
    }
  }
}
