package org.opentws.timestamping;

/** Who a client says that it is, and its secret. */
public record ClientCredential(String client, String secret) {
  /** Without the secret. */
  @Override
  public String toString() {
    return "ClientCredential[" + client + "]";
  }
}
