package org.opentws.authentication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentws.access.Caller;
import org.opentws.access.store.ControlCertificate;
import org.opentws.access.store.Permission;
import org.opentws.access.store.Role;
import org.opentws.access.store.User;
import org.opentws.audit.AuditEventType;
import org.opentws.value.Scope;

class MachineServiceTest {
  private static final Scope BRANCH = new Scope(Optional.empty(), Optional.of(Set.of("branch")));
  private final Fakes.Time time = new Fakes.Time();
  private final Fakes.Users users = new Fakes.Users();
  private final Fakes.Accounts seals = new Fakes.Accounts();
  private final Fakes.Audit audit = new Fakes.Audit();
  private final Fakes.Alarms alarms = new Fakes.Alarms();
  private final MachineService machines = new MachineService();
  private final Fakes.Ca ca = new Fakes.Ca();
  private final CallerCertificate certificate = ca.control("CN=Machine ra-system");
  private final User machine = User.machine("ra-system", "machine:ra-system", Instant.EPOCH);
  private Optional<String> statusObjection = Optional.empty();

  @BeforeEach
  void wire() {
    AuthenticationJournal journal = new AuthenticationJournal();
    journal.audit = audit;
    journal.alarms = alarms;
    journal.time = time;
    machines.users = users;
    machines.seals = seals;
    machines.journal = journal;
    machines.time = time;
    machines.status = shown -> statusObjection;
    machines.managementCa = ca;
    machine.changeScope(BRANCH, Instant.EPOCH);
    machine.changeProfiles(Set.of("personal"), Instant.EPOCH);
    users.add(machine);
    register(certificate);
  }

  private void register(CallerCertificate shown) {
    users.add(
        new ControlCertificate(
            shown.fingerprint(), "ra-system", shown.certificate(), Instant.EPOCH));
  }

  private Optional<Caller> caller() {
    return machines.callerOf(certificate);
  }

  private void assertRefused() {
    assertTrue(caller().isEmpty());
    assertEquals(List.of(AuditEventType.ACCESS_DENIED), audit.types());
  }

  @Test
  void machineIsItselfWithItsScopeAndProfiles() {
    Caller caller = caller().orElseThrow();
    assertEquals("ra-system", caller.account());
    assertTrue(caller.isMachine());
    assertEquals(BRANCH, caller.scope());
    assertEquals(Optional.of(Set.of("personal")), caller.profiles());
    assertEquals(Set.of(Permission.APPLICATION_SUBMIT), caller.permissions());
  }

  @Test
  void rolesAndPermissionsOfPersonsAreNeverAMachines() {
    machine.assign(Role.REGISTRATION_OFFICER, Instant.EPOCH);
    machine.grant(Permission.AUDIT_READ, Instant.EPOCH);
    machine.grant(Permission.STATUS_CHANGE_MACHINE, Instant.EPOCH);
    Caller caller = caller().orElseThrow();
    assertEquals(Set.of(), caller.roles());
    assertEquals(
        Set.of(Permission.APPLICATION_SUBMIT, Permission.STATUS_CHANGE_MACHINE),
        caller.permissions());
  }

  @Test
  void barredMachineIsNobodyAtOnce() {
    machine.disable();
    assertRefused();
  }

  @Test
  void revokedCertificateOpensNothing() {
    statusObjection = Optional.of("revoked");
    assertRefused();
  }

  @Test
  void certificateOfAnotherMachineOpensNothing() {
    CallerCertificate other = ca.control("CN=Machine other");
    register(other);
    assertTrue(machines.callerOf(other).isEmpty());
    assertEquals(List.of(AuditEventType.ACCESS_DENIED), audit.types());
  }

  @Test
  void certificateOfAPersonsAccountIsNoMachines() {
    users.add(new User("ra-system", "person", "hash", Instant.EPOCH));
    assertRefused();
  }

  @Test
  void rowsWrittenByHandOpenNothingAndRaiseAnAlarm() {
    seals.objection = Optional.of("written by hand");
    assertTrue(caller().isEmpty());
    assertEquals(1, alarms.raised.size());
  }

  @Test
  void controlCertificateIsNoMachinesAndViceVersa() {
    CallerCertificate control = ca.control("CN=ra-system");
    assertTrue(machines.isOfMachine(certificate));
    assertFalse(machines.isOfMachine(control));
    assertTrue(ca.machineObjection(control.certificate(), "ra-system", time.now()).isPresent());
    assertTrue(ca.objection(certificate.certificate(), time.now()).isPresent());
    assertEquals(Optional.empty(), ca.objection(control.certificate(), time.now()));
  }

  @Test
  void whatAnotherCaCallsAMachineIsNone() {
    assertFalse(machines.isOfMachine(new Fakes.Ca().control("CN=Machine ra-system")));
    assertFalse(machines.isOfMachine(CallerCertificate.of(new byte[] {1})));
  }
}
