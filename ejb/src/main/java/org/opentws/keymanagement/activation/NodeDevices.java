package org.opentws.keymanagement.activation;

import java.time.Instant;
import java.util.Set;

/**
 * A node that runs, and which of its devices wait for persons.
 *
 * @param seenAt when it last said so
 */
public record NodeDevices(String node, Set<String> locked, Instant seenAt) {
  public NodeDevices {
    locked = Set.copyOf(locked);
  }
}
