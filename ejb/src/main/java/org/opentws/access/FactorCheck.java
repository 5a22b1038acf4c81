package org.opentws.access;

/**
 * Asks a person who is logged in for the second factor once more, for one decision. Fulfilled by
 * authentication.
 */
public interface FactorCheck {
  /**
   * What an authenticator of the person must answer for this decision; an earlier one for the same
   * decision is worth nothing any more.
   *
   * @return options of WebAuthn's {@code credentials.get}, in their JSON form
   */
  String challenge(Caller caller, SealedText decided);

  /**
   * Checks it, and counts the attempt like one of a login.
   *
   * @param decided exactly what the person agrees to
   * @param proof wiped before this returns
   * @throws org.opentws.error.RequestRefused FACTOR_REFUSED, for whatever reason
   */
  FactorEvidence check(Caller caller, SealedText decided, FactorProof proof);
}
