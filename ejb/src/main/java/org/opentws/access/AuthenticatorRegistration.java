package org.opentws.access;

import org.opentws.access.store.AuthenticatorRow;

/** Registers authenticators. Fulfilled by authentication. */
public interface AuthenticatorRegistration {
  /**
   * What a new authenticator of the account must answer.
   *
   * @return options of WebAuthn's {@code credentials.create}, in their JSON form
   */
  String question(Caller caller);

  /**
   * Judges the answer.
   *
   * @param label by which its owner knows it
   * @param response the answer, in its JSON form
   * @throws org.opentws.error.RequestRefused FACTOR_REFUSED: not to what was asked, or not by an
   *     authenticator that the policy accepts
   */
  AuthenticatorRow answered(Caller caller, String label, String response);
}
