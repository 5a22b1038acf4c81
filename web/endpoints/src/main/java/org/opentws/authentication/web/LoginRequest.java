package org.opentws.authentication.web;

import java.util.Optional;

/**
 * The second factor; the first is the TLS client certificate.
 *
 * @param authenticator instead of the password: the answer of WebAuthn's credentials.get, JSON
 */
public record LoginRequest(Optional<String> password, Optional<String> authenticator) {
  /** Never the password. */
  @Override
  public String toString() {
    return "LoginRequest";
  }
}
