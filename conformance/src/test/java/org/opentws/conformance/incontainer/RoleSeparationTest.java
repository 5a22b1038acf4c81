package org.opentws.conformance.incontainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.opentws.access.Caller;
import org.opentws.access.store.Role;
import org.opentws.access.store.User;
import org.opentws.access.store.UserRepository;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.Outcome;
import org.opentws.authentication.OpenedSession;
import org.opentws.authentication.SessionService;
import org.opentws.conformance.Requirement;
import org.opentws.dualcontrol.DualControlService;
import org.opentws.dualcontrol.OperationView;
import org.opentws.dualcontrol.store.OperationState;
import org.opentws.error.Refusal;

/** M1.4 where roles are given, and where they are used: rows written by hand give no rights. */
class RoleSeparationTest extends InContainer {
  private static final String BY_HAND =
      "insert into role_assignment (account, role, assigned_at) values (?, ?, current_timestamp)";

  @Inject DualControlService dualControl;
  @Inject SessionService sessions;
  @Inject UserRepository users;
  @Inject UserTransaction transaction;

  @Test
  @Requirement(value = "M1.4a", kind = Requirement.Kind.NEGATIVE)
  void officersBecomeNoAuditors() throws Exception {
    for (String account :
        List.of("security-officer-2", "registration-officer-1", "revocation-officer-1")) {
      assertConflict(account, Role.SYSTEM_AUDITOR);
    }
    for (Role role :
        List.of(Role.SECURITY_OFFICER, Role.REGISTRATION_OFFICER, Role.REVOCATION_OFFICER)) {
      assertConflict("system-auditor-1", role);
    }
  }

  @Test
  @Requirement(value = "M1.4b", kind = Requirement.Kind.NEGATIVE)
  void administratorsAndOperatorsBecomeNeitherSecurityOfficersNorAuditors() throws Exception {
    for (String account : List.of("system-administrator-1", "system-operator-1")) {
      assertConflict(account, Role.SECURITY_OFFICER);
      assertConflict(account, Role.SYSTEM_AUDITOR);
    }
    for (Role role : List.of(Role.SYSTEM_ADMINISTRATOR, Role.SYSTEM_OPERATOR)) {
      assertConflict("security-officer-2", role);
      assertConflict("system-auditor-1", role);
    }
  }

  private void assertConflict(String account, Role role) throws Exception {
    long before = conflicts(account);
    Caller requester = login("security-officer-1");
    assertRefused(
        Refusal.ROLE_CONFLICT,
        () -> Acting.as(requester, () -> request("ASSIGN_ROLE", account, role)));
    assertEquals(before + 1, conflicts(account));
  }

  private long conflicts(String account) {
    return rows()
        .records("account:" + account, AuditEventType.ROLE_ASSIGNED, Outcome.REFUSED)
        .size();
  }

  @Test
  @Requirement({"M1.4b", "M1.3"})
  void administratorMayBecomeOperatorUntilTheRoleIsTakenAgain() throws Exception {
    String account = "system-administrator-1";
    change("ASSIGN_ROLE", account, Role.SYSTEM_OPERATOR);
    assertTrue(login(account).roles().contains(Role.SYSTEM_OPERATOR));
    change("REMOVE_ROLE", account, Role.SYSTEM_OPERATOR);
    assertFalse(login(account).roles().contains(Role.SYSTEM_OPERATOR));
  }

  private void change(String type, String account, Role role) throws Exception {
    OperationView asked =
        Acting.as(login("security-officer-1"), () -> request(type, account, role));
    OperationView done =
        Acting.as(
            login("security-officer-2"),
            () -> Officer.approve(dualControl, "security-officer-2", asked.id()));
    assertEquals(OperationState.EXECUTED, done.state(), done::toString);
  }

  private OperationView request(String type, String account, Role role) {
    return dualControl.request(type, Map.of("account", account, "role", role.name()));
  }

  @Test
  @Requirement(value = "M1.4a", kind = Requirement.Kind.NEGATIVE)
  void conflictingRowsWrittenByHandEndTheSessionAndTheNextLogin() throws Exception {
    Officer officer = new Officer("registration-officer-2");
    OpenedSession session = logins.login(Optional.of(officer.certificate()), officer.password());
    assertTrue(resume(officer, session).isPresent());

    rows().write(BY_HAND, officer.account(), Role.SYSTEM_AUDITOR.name());
    try {
      assertTrue(resume(officer, session).isEmpty());
      assertRefused(Refusal.NOT_AUTHENTICATED, () -> login(officer.account()));
    } finally {
      take(officer.account(), Role.SYSTEM_AUDITOR);
    }

    assertTrue(resume(officer, session).isEmpty());
    assertEquals(officer.account(), login(officer.account()).account());
  }

  private Optional<Caller> resume(Officer officer, OpenedSession session) {
    return sessions.resume(session.token(), Optional.of(officer.certificate()), false);
  }

  /**
   * Two changes at once, each of which would be allowed alone: the second waits, then looks again.
   */
  @Test
  void roleThatWasTakenWhileAnotherChangeWaitedIsSeen() throws Exception {
    String account = "registration-officer-2";
    rows().write(BY_HAND, account, Role.SECURITY_OFFICER.name());
    transaction.begin();
    try {
      assertEquals(3, securityOfficers());
      Acting.anonymously(() -> take(account, Role.SECURITY_OFFICER));
      users.lockAssignments();
      assertEquals(2, securityOfficers());
    } finally {
      transaction.rollback();
      take(account, Role.SECURITY_OFFICER);
    }
  }

  private long securityOfficers() {
    return users.holders(Role.SECURITY_OFFICER).stream().map(User::person).distinct().count();
  }

  private int take(String account, Role role) {
    return rows()
        .write("delete from role_assignment where account = ? and role = ?", account, role.name());
  }
}
