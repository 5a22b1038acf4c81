package org.opentws.authentication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentws.access.Caller;
import org.opentws.access.store.ControlCertificate;
import org.opentws.access.store.Role;
import org.opentws.access.store.User;
import org.opentws.audit.AuditEventType;
import org.opentws.authentication.store.SessionRow;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.random.Randomness;
import org.opentws.setting.Setting;
import org.opentws.setting.Settings;

class LoginTest {
  private static final String PASSWORD = "gravel otter lantern mosaic";
  private static final String ACCOUNT = "security-officer-1";

  private final Fakes.Time time = new Fakes.Time();
  private final Fakes.Audit audit = new Fakes.Audit();
  private final Fakes.Users users = new Fakes.Users();
  private final Fakes.Attempts attempts = new Fakes.Attempts();
  private final Fakes.Seal seal = new Fakes.Seal();
  private final Fakes.Accounts seals = new Fakes.Accounts();
  private final Fakes.Alarms alarms = new Fakes.Alarms();
  private final Fakes.Sessions sessions = new Fakes.Sessions();
  private final Fakes.Ca ca = new Fakes.Ca();
  private final CallerCertificate certificate = ca.control("CN=" + ACCOUNT);
  private final LoginService logins = new LoginService();
  private final SessionService service = new SessionService();
  private Optional<String> statusObjection = Optional.empty();

  @BeforeEach
  void house() {
    AuthenticationConfiguration configuration = new AuthenticationConfiguration();
    configuration.settings =
        new Settings() {
          @Override
          public Duration duration(Setting setting) {
            return switch (setting) {
              case LOGIN_LOCK -> Duration.ofMinutes(5);
              case SESSION_IDLE -> Duration.ofMinutes(15);
              case SESSION -> Duration.ofHours(12);
              case LOGIN_ATTEMPTS -> throw new IllegalArgumentException();
            };
          }

          @Override
          public int loginAttempts() {
            return 5;
          }
        };
    AuthenticationJournal journal = new AuthenticationJournal();
    journal.audit = audit;
    journal.time = time;
    journal.alarms = alarms;
    LoginLedger ledger = new LoginLedger();
    ledger.users = users;
    ledger.attempts = attempts;
    SessionBook book = new SessionBook();
    book.sessions = sessions;
    book.rowSeal = seal;
    book.randomness = new Randomness();
    book.time = time;
    ledger.book = book;
    ledger.seals = seals;
    ledger.configuration = configuration;
    ledger.journal = journal;
    ledger.time = time;
    logins.ledger = ledger;
    ControlCertificates controlCertificates = new ControlCertificates();
    controlCertificates.managementCa = ca;
    controlCertificates.status = control -> statusObjection;
    logins.controlCertificates = controlCertificates;
    logins.configuration = configuration;
    logins.journal = journal;
    logins.time = time;
    service.sessions = sessions;
    service.users = users;
    service.book = book;
    service.seals = seals;
    service.controlCertificates = controlCertificates;
    service.configuration = configuration;
    service.journal = journal;
    service.time = time;
    users.add(Fakes.officer(ACCOUNT, Role.SECURITY_OFFICER, PASSWORD.toCharArray(), time.now()));
    register(certificate, ACCOUNT);
  }

  private void register(CallerCertificate control, String account) {
    users.add(
        new ControlCertificate(control.fingerprint(), account, control.certificate(), time.now()));
  }

  private OpenedSession login(String password) {
    return logins.login(Optional.of(certificate), password.toCharArray());
  }

  private RequestRefused refused(CallerCertificate control, String password) {
    return assertThrows(
        RequestRefused.class, () -> logins.login(Optional.of(control), password.toCharArray()));
  }

  private Optional<Caller> resume(String token) {
    return service.resume(token, Optional.of(certificate), false);
  }

  @Test
  void bothFactorsOpenASessionThatNamesTheOfficer() {
    OpenedSession session = login(PASSWORD);

    assertEquals(Set.of(Role.SECURITY_OFFICER), resume(session.token()).orElseThrow().roles());
    assertEquals(List.of(AuditEventType.LOGIN), audit.types());
    assertFalse(sessions.open.containsKey(session.token()), "the token itself is stored nowhere");
  }

  @Test
  void rowsWrittenByHandOpenNothingEndTheSessionAndRaiseAnAlarm() {
    OpenedSession open = login(PASSWORD);

    seals.objection = Optional.of("written by hand");

    assertTrue(resume(open.token()).isEmpty());
    assertEquals(Refusal.NOT_AUTHENTICATED, refused(certificate, PASSWORD).refusal());
    assertEquals(2, alarms.raised.size());
    seals.objection = Optional.empty();
    assertTrue(resume(open.token()).isEmpty(), "an ended session does not come back");
  }

  @Test
  void sessionWrittenByHandOpensNothing() {
    String token = "A".repeat(43);
    sessions.add(
        new SessionRow(
            SessionBook.hash(token),
            ACCOUNT,
            certificate.fingerprint(),
            time.now(),
            time.now(),
            "PASSWORD",
            "a seal of somebody"));
    assertTrue(resume(token).isEmpty());
    assertEquals(1, alarms.raised.size());
  }

  @Test
  void suspendedControlCertificateOpensNoSessionAndEndsTheOpenOne() {
    OpenedSession open = login(PASSWORD);
    assertTrue(resume(open.token()).isPresent());

    statusObjection = Optional.of("the certificate is suspended");

    assertTrue(resume(open.token()).isEmpty());
    assertEquals(Refusal.NOT_AUTHENTICATED, refused(certificate, PASSWORD).refusal());
    statusObjection = Optional.empty();
    assertTrue(resume(open.token()).isEmpty(), "an ended session does not come back");
  }

  @Test
  void eachFactorAloneIsRefusedWithTheSameWords() {
    CallerCertificate unknown = ca.control("CN=unknown");
    RequestRefused none =
        assertThrows(
            RequestRefused.class, () -> logins.login(Optional.empty(), PASSWORD.toCharArray()));

    for (RequestRefused refused :
        List.of(none, refused(unknown, PASSWORD), refused(certificate, "wrong"))) {
      assertEquals(Refusal.NOT_AUTHENTICATED, refused.refusal());
      assertEquals(none.detail(), refused.detail());
    }
    assertTrue(sessions.open.isEmpty());
  }

  @Test
  void aRegisteredCertificateOfAnotherCaIsNoFactor() {
    CallerCertificate foreign = new Fakes.Ca().control("CN=" + ACCOUNT);
    register(foreign, ACCOUNT);

    assertEquals(Refusal.NOT_AUTHENTICATED, refused(foreign, PASSWORD).refusal());
  }

  @Test
  void anExpiredControlCertificateIsNoFactor() {
    time.pass(Duration.ofDays(366));

    assertEquals(Refusal.NOT_AUTHENTICATED, refused(certificate, PASSWORD).refusal());
  }

  @Test
  void aWeakPasswordOpensNothingThoughItIsRight() {
    String weak = "passwordpassword";
    CallerCertificate control = ca.control("CN=weak");
    users.add(Fakes.officer("weak", Role.SYSTEM_OPERATOR, weak.toCharArray(), time.now()));
    register(control, "weak");

    assertEquals(Refusal.WEAK_PASSWORD, refused(control, weak).refusal());
    assertEquals(Refusal.NOT_AUTHENTICATED, refused(control, "wrong").refusal());
    assertTrue(sessions.open.isEmpty());
  }

  @Test
  void afterFiveFailuresEvenTheRightPasswordIsRefusedForFiveMinutes() {
    for (int i = 0; i < 5; i++) {
      refused(certificate, "wrong");
    }
    assertTrue(audit.types().contains(AuditEventType.ACCOUNT_LOCKED));

    time.pass(Duration.ofMinutes(4));
    assertEquals(Refusal.NOT_AUTHENTICATED, refused(certificate, PASSWORD).refusal());

    time.pass(Duration.ofMinutes(2));
    assertTrue(resume(login(PASSWORD).token()).isPresent());
  }

  @Test
  void aRightPasswordForgivesEarlierFailures() {
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 4; i++) {
        refused(certificate, "wrong");
      }
      login(PASSWORD);
    }
    assertFalse(audit.types().contains(AuditEventType.ACCOUNT_LOCKED));
  }

  @Test
  void rolesThatExcludeEachOtherOverTwoAccountsOfOnePersonGiveNoSession() {
    User second = new User("auditor-of-same", "Person of " + ACCOUNT, "", time.now());
    second.assign(Role.SYSTEM_AUDITOR, time.now());
    users.add(second);

    assertEquals(Refusal.ROLE_CONFLICT, refused(certificate, PASSWORD).refusal());
  }

  @Test
  void aConflictThatComesLaterEndsTheOpenSession() {
    OpenedSession session = login(PASSWORD);
    users.find(ACCOUNT).orElseThrow().assign(Role.SYSTEM_AUDITOR, time.now());

    assertTrue(resume(session.token()).isEmpty());
    assertTrue(sessions.open.isEmpty());
  }

  @Test
  void aLostRoleIsLostAtTheNextRequest() {
    OpenedSession session = login(PASSWORD);
    users.find(ACCOUNT).orElseThrow().remove(Role.SECURITY_OFFICER);

    assertEquals(Set.of(), resume(session.token()).orElseThrow().roles());
  }

  @Test
  void aSessionWithAnotherCertificateIsRefusedAndGoesOnForItsOwner() {
    OpenedSession session = login(PASSWORD);
    CallerCertificate thief = ca.control("CN=thief");

    assertTrue(service.resume(session.token(), Optional.of(thief), false).isEmpty());
    assertTrue(service.resume(session.token(), Optional.empty(), false).isEmpty());
    service.logout(session.token(), Optional.of(thief));

    assertTrue(resume(session.token()).isPresent());
    assertEquals(2, audit.types().stream().filter(AuditEventType.ACCESS_DENIED::equals).count());
  }

  @Test
  void pollingDoesNotKeepASessionAliveAndWorkDoes() {
    OpenedSession polled = login(PASSWORD);
    OpenedSession used = login(PASSWORD);
    for (int minute = 0; minute < 20; minute += 5) {
      time.pass(Duration.ofMinutes(5));
      service.resume(polled.token(), Optional.of(certificate), true);
      resume(used.token());
    }

    assertTrue(service.resume(polled.token(), Optional.of(certificate), true).isEmpty());
    assertTrue(resume(used.token()).isPresent());
    assertTrue(audit.types().contains(AuditEventType.SESSION_EXPIRED));
  }

  @Test
  void noSessionLivesLongerThanTwelveHours() {
    OpenedSession session = login(PASSWORD);
    for (int i = 0; i < 71; i++) {
      time.pass(Duration.ofMinutes(10));
      assertTrue(resume(session.token()).isPresent());
    }
    time.pass(Duration.ofMinutes(10));

    assertTrue(resume(session.token()).isEmpty());
  }

  @Test
  void afterLogoutTheTokenIsWorthNothing() {
    OpenedSession session = login(PASSWORD);
    service.logout(session.token(), Optional.of(certificate));

    assertTrue(resume(session.token()).isEmpty());
    assertTrue(audit.types().contains(AuditEventType.LOGOUT));
  }

  @Test
  void aLoginThatCannotBeAuditedDoesNotSucceed() {
    audit.broken = true;

    assertThrows(ServiceUnavailable.class, () -> login(PASSWORD));
  }

  @Test
  void overdueSessionsAreEndedThoughNobodyComes() {
    login(PASSWORD);
    time.pass(Duration.ofMinutes(16));
    service.endOverdue();

    assertTrue(sessions.open.isEmpty());
    assertTrue(audit.types().contains(AuditEventType.SESSION_EXPIRED));
  }
}
