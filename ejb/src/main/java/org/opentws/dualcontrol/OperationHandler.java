package org.opentws.dualcontrol;

import java.util.Map;
import java.util.Set;
import org.opentws.access.Caller;
import org.opentws.access.store.Permission;
import org.opentws.value.Scope;

/**
 * One type of dual-control operation; a CDI bean in the package that owns the operation. It is
 * never called but by dual control, after two different persons agreed.
 */
public interface OperationHandler {
  /** Stable name, for example "GENERATE_KEY". */
  String type();

  /** What one must hold to request it; the catalogue says so ({@link OperationType}). */
  default Permission requesting() {
    return catalogued().requesting();
  }

  /** What one must hold to approve or reject it, as another person than the requester. */
  default Permission approving() {
    return catalogued().approving();
  }

  private OperationType catalogued() {
    return OperationType.named(type())
        .orElseThrow(() -> new IllegalStateException(type() + " is not in the catalogue"));
  }

  /** How many persons besides the requester must agree at least; configuration can ask for more. */
  default int approvalsMin() {
    return 1;
  }

  /** Names of parameters whose values are shown to nobody, for example a password's hash. */
  default Set<String> hiddenParameters() {
    return Set.of();
  }

  /**
   * Whether all that an operation names is within a scope (SA1.1). An operation that says nothing
   * of it exists for those only who work for everything.
   *
   * @param description what was said when it was requested
   */
  default boolean isWithin(Scope scope, Map<String, String> parameters, String description) {
    return scope.isEverything();
  }

  /**
   * Checks parameters when the operation is requested, and says in words exactly what will happen.
   * Changes nothing.
   *
   * @throws org.opentws.error.RequestRefused if they are not acceptable
   */
  String describe(Map<String, String> parameters);

  /**
   * Does it, once, in a transaction that also records the outcome. Runs in the role SYSTEM, whoever
   * approved: it may call session beans that allow SYSTEM.
   *
   * @return result values for the requester, for example the key's id
   */
  Map<String, String> execute(Map<String, String> parameters, Caller requester, Caller approver);
}
