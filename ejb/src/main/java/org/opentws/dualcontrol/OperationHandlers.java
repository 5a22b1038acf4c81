package org.opentws.dualcontrol;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.opentws.access.Caller;
import org.opentws.dualcontrol.store.OperationRequest;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;

/** Every type of operation that this system knows. */
@ApplicationScoped
public class OperationHandlers {
  private final Iterable<OperationHandler> handlers;

  /** For the container's proxy. */
  protected OperationHandlers() {
    handlers = List.of();
  }

  @Inject
  OperationHandlers(@Any Instance<OperationHandler> handlers) {
    this.handlers = handlers;
  }

  private OperationHandlers(List<OperationHandler> handlers) {
    this.handlers = handlers;
  }

  /** Without a container. */
  static OperationHandlers of(List<OperationHandler> handlers) {
    return new OperationHandlers(handlers);
  }

  public Optional<OperationHandler> find(String type) {
    OperationHandler found = null;
    for (OperationHandler handler : handlers) {
      if (handler.type().equals(type)) {
        if (found != null) {
          throw new IllegalStateException("two handlers of operation type " + type);
        }
        found = handler;
      }
    }
    return Optional.ofNullable(found);
  }

  /**
   * The handler of a type.
   *
   * @throws RequestRefused MALFORMED_REQUEST if there is no such type, WRONG_STATE if this version
   *     knows the type and cannot do it
   */
  public OperationHandler get(String type) {
    return find(type).orElseThrow(() -> refused(type));
  }

  private static RequestRefused refused(String type) {
    return OperationType.named(type).isPresent()
        ? new RequestRefused(Refusal.WRONG_STATE, "this version cannot do " + type)
        : new RequestRefused(Refusal.MALFORMED_REQUEST, "unknown operation type");
  }

  static boolean mayRequest(Caller caller, OperationHandler handler) {
    return caller.may(handler.requesting());
  }

  /** Whether the caller may ask for this very operation now, for what it names too (SA1.1). */
  static boolean mayRequest(Caller caller, OperationHandler handler, OperationRequest request) {
    return mayRequest(caller, handler) && reaches(caller, handler, request);
  }

  /** Whether what the operation names exists for the caller (SA1.1). */
  static boolean reaches(Caller caller, OperationHandler handler, OperationRequest request) {
    return caller.scope().isEverything()
        || handler.isWithin(
            caller.scope(), OperationText.values(request.parameters()), request.description());
  }

  /** Names of the types that the caller has to do with. */
  Set<String> concerning(Caller caller) {
    Set<String> types = new TreeSet<>();
    for (OperationHandler handler : handlers) {
      if (mayRequest(caller, handler) || mayApprove(caller, handler)) {
        types.add(handler.type());
      }
    }
    return types;
  }

  static boolean mayApprove(Caller caller, OperationHandler handler) {
    return caller.may(handler.approving());
  }
}
