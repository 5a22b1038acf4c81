package org.opentws.dualcontrol;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.opentws.access.Caller;
import org.opentws.access.CurrentCaller;
import org.opentws.access.FactorCheck;
import org.opentws.access.FactorEvidence;
import org.opentws.access.FactorProof;
import org.opentws.access.SealedText;
import org.opentws.access.store.PermissionName;
import org.opentws.dualcontrol.store.DualControlOperation;
import org.opentws.dualcontrol.store.DualControlRepository;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;

/**
 * The two-person mechanism (KM1.3, RM1.4, AR3.1, BK3.2 ...): one person requests a typed operation,
 * another one approves it, then it is executed once. Which roles may is the handler's word, so
 * every role may knock here.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class DualControlService {
  private static final int LISTED_MAX = 200;
  private static final int PARAMETERS_MAX = 32;
  private static final int PARAMETER_LENGTH_MAX = 512 * 1024;
  private static final int REASON_LENGTH_MAX = 1000;

  @Inject DualControlRepository operations;
  @Inject OperationHandlers handlers;
  @Inject OperationDecisions decisions;
  @Inject OperationExecution execution;
  @Inject OperationViews views;
  @Inject FactorCheck factors;
  @Inject CurrentCaller currentCaller;

  /**
   * Asks for an operation.
   *
   * @throws RequestRefused MALFORMED_REQUEST, FORBIDDEN, or what the handler refuses
   */
  @RolesAllowed(PermissionName.OPERATION_TAKE_PART)
  public OperationView request(String type, Map<String, String> parameters) {
    OperationHandler handler = handlers.get(type);
    Caller caller = currentCaller.get();
    if (!OperationHandlers.mayRequest(caller, handler)) {
      throw new RequestRefused(Refusal.FORBIDDEN, "this role may not request " + type);
    }
    requireBounded(parameters);
    return views.of(decisions.request(caller, handler, parameters), handler);
  }

  private static void requireBounded(Map<String, String> parameters) {
    boolean tooLong =
        parameters.entrySet().stream()
            .anyMatch(e -> e.getKey().length() + e.getValue().length() > PARAMETER_LENGTH_MAX);
    boolean unprintable =
        parameters.entrySet().stream()
            .anyMatch(e -> e.getKey().indexOf('\0') >= 0 || e.getValue().indexOf('\0') >= 0);
    if (parameters.size() > PARAMETERS_MAX || tooLong || unprintable) {
      throw new RequestRefused(
          Refusal.MALFORMED_REQUEST, "too many, too long or unprintable parameters");
    }
  }

  /**
   * Agrees to an operation; executes it if this was the last agreement needed.
   *
   * @param statedHash of what the approver agrees to: it must be the operation's
   * @param factor the approver's second factor, given afresh for this; wiped
   * @return the operation: EXECUTED, FAILED, or REQUESTED while others must agree, too
   * @throws RequestRefused NOT_FOUND, FORBIDDEN, SAME_PERSON, WRONG_STATE, EXPIRED,
   *     MALFORMED_REQUEST, FACTOR_REFUSED
   */
  @RolesAllowed(PermissionName.OPERATION_TAKE_PART)
  public OperationView approve(
      String id, Optional<String> statedHash, Optional<FactorProof> factor) {
    Caller caller = currentCaller.get();
    OperationHandler handler = visible(caller, id);
    if (!OperationHandlers.mayApprove(caller, handler)) {
      throw new RequestRefused(Refusal.FORBIDDEN, "this role may not approve " + handler.type());
    }
    SealedText decided = decisions.approvable(caller, id, statedHash);
    FactorEvidence evidence = authenticated(caller, id, decided, factor);
    decisions.approve(caller, id, statedHash.orElseThrow(), evidence);
    // A crash here leaves the operation APPROVED: the timer executes it.
    execution.run(id);
    return find(id);
  }

  /**
   * What an authenticator of the caller must answer to approve this operation as it stands.
   *
   * @param statedHash of what the approver agrees to
   * @return options of WebAuthn's credentials.get, in their JSON form
   * @throws RequestRefused as {@link #approve}
   */
  @RolesAllowed(PermissionName.OPERATION_TAKE_PART)
  public String question(String id, Optional<String> statedHash) {
    Caller caller = currentCaller.get();
    OperationHandler handler = visible(caller, id);
    if (!OperationHandlers.mayApprove(caller, handler)) {
      throw new RequestRefused(Refusal.FORBIDDEN, "this role may not approve " + handler.type());
    }
    return factors.challenge(caller, decisions.approvable(caller, id, statedHash));
  }

  private FactorEvidence authenticated(
      Caller caller, String id, SealedText decided, Optional<FactorProof> factor) {
    try {
      return factors.check(
          caller,
          decided,
          factor.orElseThrow(
              () ->
                  new RequestRefused(
                      Refusal.FACTOR_REFUSED, "give your second factor for this approval")));
    } catch (RequestRefused refused) {
      decisions.refused(caller, existing(id), refused.detail());
      throw refused;
    }
  }

  /**
   * Says no; the requester's own "no" withdraws the request.
   *
   * @throws RequestRefused NOT_FOUND, FORBIDDEN, WRONG_STATE, MALFORMED_REQUEST
   */
  @RolesAllowed(PermissionName.OPERATION_TAKE_PART)
  public OperationView reject(String id, String reason) {
    if (reason.isBlank() || reason.length() > REASON_LENGTH_MAX || reason.indexOf('\0') >= 0) {
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, "reason: 1 to 1000 characters");
    }
    Caller caller = currentCaller.get();
    OperationHandler handler = visible(caller, id);
    boolean own = existing(id).request().requester().person().equals(caller.person());
    if (!own && !OperationHandlers.mayApprove(caller, handler)) {
      throw new RequestRefused(Refusal.FORBIDDEN, "this role may not reject " + handler.type());
    }
    decisions.refuse(caller, id, reason);
    return find(id);
  }

  /** One operation, if the caller's role has to do with its type. */
  @RolesAllowed(PermissionName.OPERATION_TAKE_PART)
  public OperationView find(String id) {
    OperationHandler handler = visible(currentCaller.get(), id);
    return views.of(existing(id), handler);
  }

  /** The newest operations that the caller's roles have to do with. */
  @RolesAllowed(PermissionName.OPERATION_TAKE_PART)
  public List<OperationView> list() {
    Caller caller = currentCaller.get();
    return views.of(newest(caller));
  }

  /** Part by part, so that what is outside the caller's scope takes nobody's place. */
  private List<DualControlOperation> newest(Caller caller) {
    Set<String> types = handlers.concerning(caller);
    if (types.isEmpty()) {
      return List.of();
    }
    List<DualControlOperation> found = new ArrayList<>();
    boolean more = true;
    for (int first = 0; more && found.size() < LISTED_MAX; first += LISTED_MAX) {
      List<DualControlOperation> part = operations.newest(types, first, LISTED_MAX);
      part.stream().filter(operation -> isVisible(caller, operation)).forEach(found::add);
      more = part.size() == LISTED_MAX;
    }
    return found.stream().limit(LISTED_MAX).toList();
  }

  private boolean isVisible(Caller caller, DualControlOperation operation) {
    return handlers
        .find(operation.request().type())
        .filter(handler -> OperationHandlers.reaches(caller, handler, operation.request()))
        .isPresent();
  }

  private OperationHandler visible(Caller caller, String id) {
    DualControlOperation operation = existing(id);
    OperationHandler handler =
        handlers
            .find(operation.request().type())
            .filter(known -> concerns(caller, known))
            // M1.1: refused as such, and recorded; ids are random: this tells nobody anything.
            .orElseThrow(
                () -> new RequestRefused(Refusal.FORBIDDEN, "not an operation of this role"));
    if (!OperationHandlers.reaches(caller, handler, operation.request())) {
      throw notFound();
    }
    return handler;
  }

  private static boolean concerns(Caller caller, OperationHandler handler) {
    return OperationHandlers.mayRequest(caller, handler)
        || OperationHandlers.mayApprove(caller, handler);
  }

  private DualControlOperation existing(String id) {
    return operations.find(id).orElseThrow(DualControlService::notFound);
  }

  private static RequestRefused notFound() {
    return new RequestRefused(Refusal.NOT_FOUND, "no such operation");
  }
}
