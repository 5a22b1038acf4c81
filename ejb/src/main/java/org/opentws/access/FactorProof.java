package org.opentws.access;

import java.util.Arrays;

/**
 * A second factor as somebody gives it for one decision.
 *
 * @param kind PASSWORD, or WEBAUTHN
 * @param secret what was typed, or the authenticator's answer; wiped once it was checked
 */
public record FactorProof(Kind kind, char[] secret) {
  /** Which factor. */
  public enum Kind {
    PASSWORD,
    WEBAUTHN
  }

  public static FactorProof password(String password) {
    return new FactorProof(Kind.PASSWORD, password.toCharArray());
  }

  /**
   * An authenticator's answer.
   *
   * @param response of WebAuthn's {@code credentials.get}, in its JSON form
   */
  public static FactorProof authenticator(String response) {
    return new FactorProof(Kind.WEBAUTHN, response.toCharArray());
  }

  /** Overwrites the secret (SA1.2). */
  public void wipe() {
    Arrays.fill(secret, '\0');
  }

  /** Never the secret. */
  @Override
  public String toString() {
    return "FactorProof[" + kind + "]";
  }
}
