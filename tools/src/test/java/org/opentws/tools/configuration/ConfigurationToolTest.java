package org.opentws.tools.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConfigurationToolTest {
  private static final Pattern KEY = Pattern.compile("\"(opentws\\.[a-z]+\\.[a-z][a-z.-]*[a-z])\"");

  @Test
  void everyKeyInTheSourcesIsListed() throws IOException {
    Set<String> missing = new TreeSet<>();
    for (String module : List.of("ejb", "persistence", "web", "jca-hsm-adapter")) {
      try (Stream<Path> files = Files.walk(Path.of("..", module))) {
        for (Path file :
            files.filter(f -> f.toString().matches(".*/src/main/.*\\.java")).toList()) {
          KEY.matcher(Files.readString(file)).results().forEach(hit -> missing.add(hit.group(1)));
        }
      }
    }
    assertTrue(missing.size() > 20, "the sources were found");
    missing.removeAll(
        ConfigurationKey.all().stream().map(ConfigurationKey::name).collect(Collectors.toSet()));
    assertEquals(Set.of(), missing);
  }

  @Test
  void misspeltKeyIsRefusedAndTheNearestNamed() {
    Properties present = new Properties();
    present.setProperty("opentws.time.souces", "127.0.0.1:123");
    assertEquals(
        List.of("opentws.time.souces is not a known key; nearest is opentws.time.sources"),
        ConfigurationTool.unknown(present));
  }

  @Test
  void knownKeysAndThoseOfOthersAreAccepted() {
    Properties present = new Properties();
    present.setProperty("opentws.time.sources", "127.0.0.1:123");
    present.setProperty("jboss.node.name", "a");
    assertEquals(List.of(), ConfigurationTool.unknown(present));
  }
}
