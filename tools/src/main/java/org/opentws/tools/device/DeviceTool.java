package org.opentws.tools.device;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/**
 * {@code CONFIGURATION SECRETS NODE}: checks every device of that configuration, before which the
 * settings of one node go if its file exists, as the server would reach it. Exit code 1 if
 * something is wrong.
 */
public final class DeviceTool {
  private static final List<String> DEVICES = List.of("ca", "tsp", "infra");

  private DeviceTool() {}

  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 3) {
      throw new IllegalArgumentException("CONFIGURATION SECRETS NODE");
    }
    Properties configuration = new Properties();
    for (String each : List.of(arguments[0], arguments[2])) {
      load(configuration, Path.of(each));
    }
    DeviceCheck check = new DeviceCheck(System.out);
    Path secrets = Path.of(arguments[1]);
    for (String name : DEVICES) {
      DeviceSetting device = DeviceSetting.of(name, configuration, secrets);
      check.check(device);
      DeviceSetting replica =
          DeviceSetting.of(name + DeviceSetting.REPLICA, configuration, secrets);
      if (replica.isConfigured()) {
        check.check(replica);
        new ReplicaCheck(check).check(device, replica);
      }
    }
    System.out.printf(
        "%n%s%n", check.faults() == 0 ? "All devices are well." : check.faults() + " faults.");
    System.exit(check.faults() == 0 ? 0 : 1);
  }

  private static void load(Properties configuration, Path file) throws IOException {
    if (Files.exists(file)) {
      try (Reader in = Files.newBufferedReader(file)) {
        configuration.load(in);
      }
    }
  }
}
