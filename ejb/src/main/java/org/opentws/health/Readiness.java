package org.opentws.health;

import java.util.Map;

/**
 * Whether this node can serve.
 *
 * @param ready true if no check found a fault
 * @param checks subject of each check and what it found: "ok" or the fault in words
 */
public record Readiness(boolean ready, Map<String, String> checks) {
  public Readiness {
    checks = Map.copyOf(checks);
  }
}
