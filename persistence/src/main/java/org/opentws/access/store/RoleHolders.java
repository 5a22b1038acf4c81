package org.opentws.access.store;

import java.util.List;

/**
 * Who holds a role, disabled accounts too.
 *
 * @param count how many there are
 * @param first the first of them by name
 */
public record RoleHolders(long count, List<String> first) {
  public static final RoleHolders NOBODY = new RoleHolders(0, List.of());

  public RoleHolders {
    first = List.copyOf(first);
  }
}
