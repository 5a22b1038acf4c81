package org.opentws.conformance.blackbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Node b of the system under test: ports 50 higher, the same database and devices. */
final class SecondNode {
  private static final int PORTS = 50;

  private final RunningSystem system;
  private final Node node;

  SecondNode(RunningSystem system) {
    this.system = system;
    this.node = new Node(system);
  }

  /** Settings of this node alone, from its next start on. */
  SecondNode configure(List<String> settings) {
    try {
      Files.write(properties(), settings);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path properties() {
    return node.run().resolve("config/node-b.properties");
  }

  void start() {
    start(Map.of());
  }

  /** Starts it, with these variables for the server process besides. */
  void start(Map<String, String> environment) {
    launch(Map.of(), environment);
  }

  /** Starts it with this address of the database. */
  void startAtDatabase(String url) {
    launch(Map.of("TWS_DB_URL", url), Map.of());
  }

  private void launch(Map<String, String> settings, Map<String, String> environment) {
    Map<String, String> launcher = new TreeMap<>(settings);
    launcher.put("TWS_NODE", "b");
    // It lives for a minute: compiling twice costs more than it brings.
    launcher.put("TWS_SERVER_JVM", "-XX:TieredStopAtLevel=1");
    launcher.put(
        "TWS_SERVER_ENVIRONMENT",
        String.join(
            " ",
            environment.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList()));
    node.launcher(launcher, "start").expectOk();
  }

  /** Stops it and forgets its settings. */
  void stop() {
    node.launcher(Map.of("TWS_NODE", "b"), "stop").expectOk();
    try {
      Files.deleteIfExists(properties());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void kill() {
    node.killWildFly("b");
  }

  /** The system as this node serves it. */
  RunningSystem system() {
    return system.atPorts(PORTS);
  }

  /** Its place of a public http address. */
  URI uri(String path) {
    return instead(system.uri("publicHttp").resolve(path));
  }

  /** What Prometheus reads of it. */
  Figures figures() {
    return new Figures(system, PORTS);
  }

  /** The same address of this node as that one of the first node. */
  URI instead(URI first) {
    return URI.create(
        first.toString().replace(":" + first.getPort(), ":" + (first.getPort() + PORTS)));
  }

  StampClient stamps() {
    return new StampClient(system.anonymous(), uri("/tsa"));
  }
}
