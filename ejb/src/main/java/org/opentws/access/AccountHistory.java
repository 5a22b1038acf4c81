package org.opentws.access;

import java.util.Optional;

/**
 * Contract: what the audit log says of accounts. The log is the one place where nothing is taken
 * back unnoticed; the access rules lean on it.
 */
public interface AccountHistory {
  /** The version that the newest change of the account made; empty if no change is recorded. */
  Optional<Integer> newestVersion(String account);
}
