package org.opentws.tools.configuration;

import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;

/**
 * {@code print FILE} shows every key; {@code check FILE} fails at a key that nobody knows, before
 * the server starts with a setting that would have no effect.
 */
public final class ConfigurationTool {
  private static final String PREFIX = "opentws.";

  private ConfigurationTool() {}

  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2 || !List.of("print", "check").contains(arguments[0])) {
      throw new IllegalArgumentException("print FILE, or check FILE");
    }
    Properties present = new Properties();
    try (Reader in = Files.newBufferedReader(Path.of(arguments[1]))) {
      present.load(in);
    }
    if (arguments[0].equals("print")) {
      print(present, System.out);
    }
    List<String> faults = unknown(present);
    faults.forEach(System.out::println);
    System.exit(faults.isEmpty() ? 0 : 1);
  }

  private static void print(Properties present, PrintStream out) {
    for (ConfigurationKey key : ConfigurationKey.all()) {
      String standard = key.standard().isEmpty() ? "none" : key.standard();
      String value = present.getProperty(key.name());
      out.printf(
          "%s%n    %s%n    default: %s%s%n",
          key.name(), key.meaning(), standard, value == null ? "" : "; now: " + value);
    }
  }

  /** One sentence for each key that nobody knows, with the nearest one that is known. */
  static List<String> unknown(Properties present) {
    List<ConfigurationKey> known = ConfigurationKey.all();
    return new TreeSet<>(present.stringPropertyNames())
        .stream()
            .filter(name -> name.startsWith(PREFIX))
            .filter(name -> known.stream().noneMatch(key -> key.name().equals(name)))
            .map(name -> name + " is not a known key; nearest is " + nearest(known, name))
            .toList();
  }

  private static String nearest(List<ConfigurationKey> known, String name) {
    return known.stream()
        .min(Comparator.comparingInt(key -> key.distance(name)))
        .map(ConfigurationKey::name)
        .orElseThrow();
  }
}
