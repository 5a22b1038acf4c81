package org.opentws.dualcontrol;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.opentws.access.AccountSeals;
import org.opentws.access.RowSeal;
import org.opentws.access.store.User;
import org.opentws.access.store.UserRepository;
import org.opentws.dualcontrol.store.DualControlOperation;
import org.opentws.dualcontrol.store.DualControlRepository;
import org.opentws.dualcontrol.store.OperationApproval;
import org.opentws.dualcontrol.store.OperationRequest;

/**
 * What makes an operation and its approvals more than rows: only the system itself can write them,
 * and only persons whose accounts are genuine count.
 */
@ApplicationScoped
public class OperationSeals {
  @Inject RowSeal rowSeal;
  @Inject AccountSeals accountSeals;
  @Inject UserRepository users;
  @Inject DualControlRepository operations;

  /** Enters a request, sealed. */
  DualControlOperation enter(OperationRequest request) {
    DualControlOperation operation =
        new DualControlOperation(request, rowSeal.seal(OperationText.statement(request)));
    operations.add(operation);
    return operation;
  }

  /** Enters an agreement, sealed. */
  void enter(OperationRequest request, OperationApproval.Agreement agreement) {
    String seal = rowSeal.seal(OperationText.agreement(request, agreement));
    operations.add(new OperationApproval(agreement, seal));
  }

  /** Whether the request is as it was asked. */
  boolean isIntact(DualControlOperation operation) {
    OperationRequest request = operation.request();
    return OperationText.hash(request).equals(request.hash())
        && operation
            .seal()
            .filter(seal -> rowSeal.holds(OperationText.statement(request), seal))
            .isPresent();
  }

  /** The agreements that count: sealed, each of another person, none of the requester's. */
  List<OperationApproval> genuineApprovals(DualControlOperation operation) {
    OperationRequest request = operation.request();
    return operations.approvals(List.of(request.id())).stream()
        .filter(
            approval ->
                rowSeal.holds(
                    OperationText.agreement(request, approval.agreement()), approval.seal()))
        .filter(approval -> isPerson(approval.agreement().by()))
        .filter(
            approval -> !approval.agreement().by().person().equals(request.requester().person()))
        .toList();
  }

  /** Whether the account is this person's, by rows that are genuine. */
  private boolean isPerson(OperationRequest.Person by) {
    return account(by.account()).filter(user -> user.person().equals(by.person())).isPresent();
  }

  /** The account, if its rows are genuine. */
  Optional<User> account(String account) {
    return users.find(account).filter(user -> accountSeals.objection(user).isEmpty());
  }
}
