package org.opentws.dualcontrol;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.opentws.dualcontrol.store.DualControlOperation;
import org.opentws.dualcontrol.store.DualControlRepository;
import org.opentws.dualcontrol.store.OperationApproval;

/** Operations with their approvals, as persons see them. */
@ApplicationScoped
public class OperationViews {
  @Inject DualControlRepository operations;
  @Inject OperationHandlers handlers;
  @Inject DualControlConfiguration configuration;

  OperationView of(DualControlOperation operation, OperationHandler handler) {
    return OperationView.of(
        operation,
        handler,
        configuration.approvals(handler),
        operations.approvals(List.of(operation.request().id())));
  }

  /** Of several; one look for all their approvals. */
  List<OperationView> of(List<DualControlOperation> found) {
    Map<String, List<OperationApproval>> approvals =
        operations.approvals(found.stream().map(o -> o.request().id()).toList()).stream()
            .collect(Collectors.groupingBy(approval -> approval.agreement().operation()));
    return found.stream()
        .flatMap(
            operation -> {
              Optional<OperationHandler> handler = handlers.find(operation.request().type());
              return handler
                  .map(
                      known ->
                          OperationView.of(
                              operation,
                              known,
                              configuration.approvals(known),
                              approvals.getOrDefault(operation.request().id(), List.of())))
                  .stream();
            })
        .toList();
  }
}
