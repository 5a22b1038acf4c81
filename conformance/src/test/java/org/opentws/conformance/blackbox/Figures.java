package org.opentws.conformance.blackbox;

import java.net.URI;
import java.util.NoSuchElementException;

/** OpenTWS's figures as Prometheus reads them: on the management interface of one node. */
final class Figures {
  private static final int MANAGEMENT_PORT = 9990;

  private final Client client;
  private final URI page;

  /**
   * @param ports of the node beyond those of the system's first one
   */
  Figures(RunningSystem system, int ports) {
    client = system.anonymous();
    int port = MANAGEMENT_PORT + new Node(system).offset() + ports;
    page = URI.create("http://127.0.0.1:" + port + "/prometheus");
  }

  /** The figure of that name, whatever its labels. */
  double figure(String name) {
    return figure(name, "");
  }

  /** The figure of that name with that label, such as {@code state="INSYNC"}. */
  double figure(String name, String label) {
    return client
        .getUri(page)
        .expect(200)
        .text()
        .lines()
        .filter(line -> line.startsWith(name + "{") && line.contains(label))
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .map(Double::parseDouble)
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException(name + " " + label));
  }
}
