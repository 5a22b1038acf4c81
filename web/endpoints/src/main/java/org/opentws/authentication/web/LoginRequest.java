package org.opentws.authentication.web;

/** The second factor; the first is the TLS client certificate. */
public record LoginRequest(String password) {
  /** Never the password. */
  @Override
  public String toString() {
    return "LoginRequest";
  }
}
