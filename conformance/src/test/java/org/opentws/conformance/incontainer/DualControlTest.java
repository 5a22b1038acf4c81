package org.opentws.conformance.incontainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.opentws.access.Caller;
import org.opentws.access.CurrentCaller;
import org.opentws.access.FactorProof;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.Outcome;
import org.opentws.audit.format.RecordContent;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.incontainer.inside.ProbeOfTwoOperation;
import org.opentws.conformance.incontainer.inside.ProbeOperation;
import org.opentws.conformance.incontainer.inside.ShiftedTime;
import org.opentws.dualcontrol.DualControlService;
import org.opentws.dualcontrol.OperationView;
import org.opentws.dualcontrol.store.OperationState;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;

/** The two-person mechanism with its transactions, on the real database. */
class DualControlTest extends InContainer {
  private static final int APPROVALS = 8;
  private static final String FAILURES = "select failures from account where account = ?";

  @Inject DualControlService dualControl;
  @Inject CurrentCaller currentCaller;

  @Test
  @Requirement("KM1.3")
  void anotherPersonApprovesAndItIsDoneOnceWithBothNames() throws Exception {
    String person = fresh("person");
    OperationView operation = requested(() -> rows().addPerson(person));

    OperationView done = approve(login("security-officer-2"), operation.id());

    assertEquals(OperationState.EXECUTED, done.state());
    assertTrue(rows().hasPerson(person));
    RecordContent record = only(executions(operation.id()));
    assertEquals("security-officer-1", record.details().get("requester"));
    assertEquals("security-officer-2", record.details().get("decider"));
  }

  @Test
  @Requirement(value = "KM1.3", kind = Requirement.Kind.NEGATIVE)
  void samePersonIsRefusedAlsoUnderASecondAccount() throws Exception {
    String person = fresh("person");
    OperationView operation = requested(() -> rows().addPerson(person));
    Caller requester = login("security-officer-1");
    Caller secondAccount = new Caller("security-officer-2", requester.person(), requester.roles());

    assertRefused(Refusal.SAME_PERSON, () -> approve(requester, operation.id()));
    assertRefused(Refusal.SAME_PERSON, () -> approve(secondAccount, operation.id()));

    assertFalse(rows().hasPerson(person));
    assertEquals(OperationState.REQUESTED, find(operation.id()).state());
    assertEquals(
        2, records(operation.id(), AuditEventType.OPERATION_APPROVED, Outcome.REFUSED).size());
  }

  @Test
  void manyApprovalsAtOnceExecuteItOnce() throws Exception {
    AtomicInteger effects = new AtomicInteger();
    OperationView operation = requested(effects::incrementAndGet);
    List<Caller> approvers = List.of(login("security-officer-2"), login("system-administrator-1"));

    List<Future<OperationView>> approvals = new ArrayList<>();
    for (int i = 0; i < APPROVALS; i++) {
      Caller approver = approvers.get(i % approvers.size());
      approvals.add(Acting.start(approver, () -> approved(operation.id())));
    }
    int accepted = 0;
    for (Future<OperationView> approval : approvals) {
      accepted += wasAccepted(approval) ? 1 : 0;
    }

    assertEquals(1, accepted);
    assertEquals(1, effects.get());
    assertEquals(1, executions(operation.id()).size());
    assertEquals(
        1, records(operation.id(), AuditEventType.OPERATION_APPROVED, Outcome.SUCCESS).size());
  }

  private static boolean wasAccepted(Future<OperationView> approval) throws Exception {
    try {
      assertEquals(OperationState.EXECUTED, Acting.result(approval).state());
      return true;
    } catch (RequestRefused e) {
      assertEquals(Refusal.WRONG_STATE, e.refusal());
      return false;
    }
  }

  @Test
  void expiredOperationIsRefused() throws Exception {
    AtomicInteger effects = new AtomicInteger();
    OperationView operation = requested(effects::incrementAndGet);
    Caller approver = login("security-officer-2");

    Duration late = Duration.between(operation.requestedAt(), operation.expiresAt());
    RequestRefused refused =
        ShiftedTime.at(
            late,
            () -> assertThrows(RequestRefused.class, () -> approve(approver, operation.id())));

    // The timer may have ended it a moment before.
    assertTrue(List.of(Refusal.EXPIRED, Refusal.WRONG_STATE).contains(refused.refusal()));
    assertEquals(0, effects.get());
    assertTrue(executions(operation.id()).isEmpty());
  }

  @Test
  void exceptionInAnOperationUndoesItsEffectAndIsRecorded() throws Exception {
    assertFailsWithoutEffect(
        () -> {
          throw new IllegalStateException("secret inside");
        });
  }

  @Test
  void errorInAnOperationUndoesItsEffectAndIsRecorded() throws Exception {
    assertFailsWithoutEffect(
        () -> {
          throw new StackOverflowError("secret inside");
        });
  }

  @Test
  void refusalInAnOperationUndoesItsEffectAndIsRecorded() throws Exception {
    OperationView failed =
        assertFailsWithoutEffect(
            () -> {
              throw new RequestRefused(Refusal.WRONG_STATE, "not any more");
            });
    assertEquals(Optional.of("WRONG_STATE: not any more"), failed.reason());
  }

  private OperationView assertFailsWithoutEffect(Runnable failure) throws Exception {
    String person = fresh("person");
    OperationView operation =
        requested(
            () -> {
              rows().addPerson(person);
              failure.run();
            });

    OperationView failed = approve(login("security-officer-2"), operation.id());

    assertEquals(OperationState.FAILED, failed.state());
    assertFalse(failed.reason().orElseThrow().contains("secret"), failed.reason()::toString);
    assertFalse(rows().hasPerson(person));
    assertEquals(
        1, records(operation.id(), AuditEventType.OPERATION_EXECUTED, Outcome.FAILURE).size());
    assertRefused(Refusal.WRONG_STATE, () -> approve(login("security-officer-2"), operation.id()));
    return failed;
  }

  @Test
  @Requirement("KM1.3")
  void whatTakesTwoApprovalsIsDoneAfterTheSecondOne() throws Exception {
    AtomicInteger effects = new AtomicInteger();
    OperationView operation = requested(ProbeOfTwoOperation.NAME_OF_TYPE, effects::incrementAndGet);
    assertEquals(2, operation.approvalsNeeded());

    OperationView half = approve(login("security-officer-2"), operation.id());
    assertEquals(OperationState.REQUESTED, half.state());
    assertEquals(0, effects.get());

    OperationView done = approve(login("system-administrator-1"), operation.id());
    assertEquals(OperationState.EXECUTED, done.state());
    assertEquals(
        List.of("security-officer-2", "system-administrator-1"),
        done.approvals().stream().map(OperationView.Approval::account).toList());
    assertEquals(1, effects.get());
  }

  @Test
  @Requirement(value = "KM1.3", kind = Requirement.Kind.NEGATIVE)
  void onePersonIsNotTwoApprovals() throws Exception {
    AtomicInteger effects = new AtomicInteger();
    OperationView operation = requested(ProbeOfTwoOperation.NAME_OF_TYPE, effects::incrementAndGet);
    approve(login("security-officer-2"), operation.id());

    assertRefused(Refusal.SAME_PERSON, () -> approve(login("security-officer-2"), operation.id()));
    assertRefused(Refusal.SAME_PERSON, () -> approve(login("security-officer-1"), operation.id()));

    assertEquals(0, effects.get());
    assertEquals(OperationState.REQUESTED, find(operation.id()).state());
  }

  @Test
  @Requirement(value = "IA4.1", kind = Requirement.Kind.NEGATIVE)
  void wrongSecondFactorApprovesNothingAndCountsTowardsTheLock() throws Exception {
    AtomicInteger effects = new AtomicInteger();
    OperationView operation = requested(effects::incrementAndGet);
    Caller approver = login("security-officer-2");

    assertRefused(
        Refusal.FACTOR_REFUSED,
        () ->
            Acting.as(
                approver,
                () ->
                    dualControl.approve(
                        operation.id(),
                        Optional.of(operation.hash()),
                        Optional.of(FactorProof.password("wrong")))));
    assertEquals(1, rows().count(FAILURES, "security-officer-2"));
    assertEquals(0, effects.get());
    assertEquals(
        1, records(operation.id(), AuditEventType.OPERATION_APPROVED, Outcome.REFUSED).size());

    approve(approver, operation.id());
    assertEquals(0, rows().count(FAILURES, "security-officer-2"));
    assertEquals(1, effects.get());
  }

  private OperationView requested(Runnable effect) throws Exception {
    return requested(ProbeOperation.TYPE, effect);
  }

  private OperationView requested(String type, Runnable effect) throws Exception {
    String name = fresh("probe");
    ProbeOperation.does(name, effect);
    return Acting.as(
        login("security-officer-1"),
        () -> dualControl.request(type, Map.of(ProbeOperation.NAME, name)));
  }

  private OperationView approve(Caller approver, String id) throws Exception {
    return Acting.as(approver, () -> approved(id));
  }

  private OperationView approved(String id) {
    return Officer.approve(dualControl, currentCaller.get().account(), id);
  }

  private OperationView find(String id) throws Exception {
    return Acting.as(login("security-officer-1"), () -> dualControl.find(id));
  }

  private List<RecordContent> executions(String id) {
    return records(id, AuditEventType.OPERATION_EXECUTED, Outcome.SUCCESS);
  }

  private List<RecordContent> records(String id, AuditEventType type, Outcome outcome) {
    return rows().records("operation:" + id, type, outcome);
  }

  private static RecordContent only(List<RecordContent> records) {
    assertEquals(1, records.size());
    return records.get(0);
  }
}
