package org.opentws.error.web;

import java.util.Locale;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;

/**
 * Every refusal in REST's words. Exhaustive: a new refusal does not compile until it has a line.
 */
public final class RefusalProblem {
  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int TOO_LARGE = 413;
  private static final int UNPROCESSABLE = 422;

  private RefusalProblem() {}

  public static Problem of(RequestRefused refused) {
    return of(refused.refusal()).withDetail(refused.detail());
  }

  /** The problem without anything about the request at hand. */
  public static Problem of(Refusal refusal) {
    return switch (refusal) {
      case MALFORMED_REQUEST -> problem(refusal, BAD_REQUEST, "The request is malformed");
      case REQUEST_TOO_LARGE -> problem(refusal, TOO_LARGE, "The request is too large");
      case IDEMPOTENCY_KEY_REQUIRED ->
          problem(refusal, BAD_REQUEST, "A write needs an Idempotency-Key");
      case IDEMPOTENCY_KEY_REUSED ->
          problem(refusal, UNPROCESSABLE, "The Idempotency-Key was used for another request");
      case NOT_AUTHENTICATED ->
          problem(refusal, UNAUTHORIZED, "Not authenticated").withRequirement("IA1.1");
      case FACTOR_REFUSED ->
          problem(refusal, FORBIDDEN, "The second factor is refused").withRequirement("IA4.1");
      case FORBIDDEN -> problem(refusal, FORBIDDEN, "Not allowed").withRequirement("M1.1");
      case NOT_FOUND -> problem(refusal, NOT_FOUND, "Not found");
      case WRONG_STATE -> problem(refusal, CONFLICT, "Not possible in the present state");
      case LEGAL_HOLD ->
          problem(refusal, CONFLICT, "This must be kept").withRequirement("EIDAS-24.2.h");
      case ROLE_CONFLICT ->
          problem(refusal, CONFLICT, "One person must not hold these roles together")
              .withRequirement("M1.4");
      case SAME_PERSON ->
          problem(refusal, FORBIDDEN, "A second person must decide").withRequirement("KM1.3");
      case EXPIRED -> problem(refusal, CONFLICT, "Too late");
      case PROOF_OF_POSSESSION_FAILED ->
          problem(refusal, UNPROCESSABLE, "Proof of possession failed").withRequirement("R1.2");
      case WEAK_KEY -> problem(refusal, UNPROCESSABLE, "The key is weak");
      case WEAK_PASSWORD ->
          problem(refusal, UNPROCESSABLE, "The password is weak").withRequirement("IA3.1");
      case KEY_NOT_ATTESTED ->
          problem(refusal, UNPROCESSABLE, "The key is not attested by a device")
              .withRequirement("KM1.4");
      case DEVICE_NOT_APPROVED ->
          problem(refusal, CONFLICT, "The cryptographic device is not approved for this")
              .withRequirement("KM1.2");
      case PROFILE_VIOLATION ->
          problem(refusal, UNPROCESSABLE, "The profile does not allow this")
              .withRequirement("CG1.5");
      case LINT_FAILED -> problem(refusal, UNPROCESSABLE, "The certificate would be faulty");
      case SEAL_BROKEN -> problem(refusal, UNPROCESSABLE, "The message's seal is broken");
      case REPLAYED -> problem(refusal, CONFLICT, "The message was received before");
      case REVOCATION_IS_FINAL ->
          problem(refusal, CONFLICT, "A revoked certificate stays revoked")
              .withRequirement("RM1.3");
      case BAD_ALGORITHM -> problem(refusal, BAD_REQUEST, "The algorithm is not accepted");
      case BAD_REQUEST -> problem(refusal, BAD_REQUEST, "The time-stamp request is not acceptable");
      case BAD_DATA_FORMAT -> problem(refusal, BAD_REQUEST, "The data cannot be decoded");
      case UNACCEPTED_POLICY -> problem(refusal, BAD_REQUEST, "The policy is not offered");
      case UNACCEPTED_EXTENSION -> problem(refusal, BAD_REQUEST, "The extension is not supported");
    };
  }

  private static Problem problem(Refusal refusal, int status, String title) {
    String name = refusal.name().toLowerCase(Locale.ROOT).replace('_', '-');
    return Problem.of(name, status, title);
  }
}
