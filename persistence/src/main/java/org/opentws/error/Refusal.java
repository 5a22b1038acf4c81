package org.opentws.error;

/**
 * Every reason for which a service refuses what a caller asked. Each protocol maps them once,
 * exhaustively, in the web module; there is no "other".
 */
public enum Refusal {
  /** The input cannot be parsed or breaks its schema. */
  MALFORMED_REQUEST,
  /** The input is larger than this service accepts. */
  REQUEST_TOO_LARGE,
  /** A write came without an Idempotency-Key, or with one that was used for another request. */
  IDEMPOTENCY_KEY_REQUIRED,
  IDEMPOTENCY_KEY_REUSED,
  /**
   * Nobody is logged in, a factor was wrong, or the account is locked: never says which (IA2.1).
   */
  NOT_AUTHENTICATED,
  /**
   * The second factor, asked for afresh for one decision, was wrong or locked: never says which.
   */
  FACTOR_REFUSED,
  /** The user is known but the role does not allow it (M1.1, SA1.1). */
  FORBIDDEN,
  /** The object does not exist, or is outside what this user may know of. */
  NOT_FOUND,
  /** The object is not in a state in which this may be done. */
  WRONG_STATE,
  /** What it is about must be kept: its retention runs, or an officer ordered so. */
  LEGAL_HOLD,
  /** Roles that one person must not hold together (M1.4). */
  ROLE_CONFLICT,
  /** Requester and approver are the same person (dual control). */
  SAME_PERSON,
  /** The dual-control operation was not approved in time. */
  EXPIRED,
  /** The request's signature by the subject's own key does not verify (R1.2). */
  PROOF_OF_POSSESSION_FAILED,
  /** The subject's key is too weak or has a known defect. */
  WEAK_KEY,
  /** A password is too short, too near to a name of its owner, or guessed too easily (IA3.1). */
  WEAK_PASSWORD,
  /** No device that this system trusts says that the key is in it (KM1.4, TS4.2). */
  KEY_NOT_ATTESTED,
  /** The cryptographic device may hold no such key: not approved, or not any more (KM1.2). */
  DEVICE_NOT_APPROVED,
  /** The profile does not allow a field, a key, a name or an extension asked for (CG1.5). */
  PROFILE_VIOLATION,
  /** The certificate that would result fails the linter. */
  LINT_FAILED,
  /** A message between services is not signed by the service it claims, altered or out of time. */
  SEAL_BROKEN,
  /** A message between services was already received (replay). */
  REPLAYED,
  /** A revoked certificate stays revoked (RM1.3). */
  REVOCATION_IS_FINAL,
  /** Time-stamping: imprint algorithm not allowed. */
  BAD_ALGORITHM,
  /** Time-stamping: the request breaks RFC 3161. */
  BAD_REQUEST,
  /** Time-stamping: cannot be decoded. */
  BAD_DATA_FORMAT,
  /** Time-stamping: policy not offered. */
  UNACCEPTED_POLICY,
  /** Time-stamping: extension not supported. */
  UNACCEPTED_EXTENSION
}
