package org.opentws.authentication;

import org.opentws.access.Caller;

/**
 * A login that succeeded.
 *
 * @param token the cookie's value: known to the caller alone, stored only as a hash
 */
public record OpenedSession(String token, Caller caller) {
  /** Never the token. */
  @Override
  public String toString() {
    return "OpenedSession[" + caller.account() + "]";
  }
}
