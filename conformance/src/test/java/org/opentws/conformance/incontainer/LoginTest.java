package org.opentws.conformance.incontainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.opentws.access.Caller;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.Outcome;
import org.opentws.authentication.OpenedSession;
import org.opentws.authentication.SessionService;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.incontainer.inside.ShiftedTime;
import org.opentws.error.Refusal;

/** Lock-out and idle sessions with the durations of the product, on a clock that can be set. */
class LoginTest extends InContainer {
  private static final Caller NOBODY = new Caller("anonymous", "anonymous", Set.of());
  private static final Duration LOCK = Duration.ofMinutes(5);
  private static final Duration IDLE = Duration.ofMinutes(15);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final int ATTEMPTS = 5;

  @Inject SessionService sessions;

  @Test
  @Requirement(value = "IA2.1", kind = Requirement.Kind.NEGATIVE)
  void fiveFailuresLockTheAccountForFiveMinutes() throws Exception {
    Officer officer = new Officer("system-operator-2");
    for (int i = 0; i < ATTEMPTS; i++) {
      assertWrong(officer);
    }
    assertRefused(Refusal.NOT_AUTHENTICATED, () -> login(officer.account()));
    ShiftedTime.at(
        LOCK.minus(Duration.ofSeconds(30)),
        () -> assertRefused(Refusal.NOT_AUTHENTICATED, () -> login(officer.account())));

    Caller after = ShiftedTime.at(LOCK.plus(SECOND), () -> login(officer.account()));

    assertEquals(officer.account(), after.account());
    assertEquals(officer.account(), login(officer.account()).account());
  }

  @Test
  @Requirement(value = "IA2.1", kind = Requirement.Kind.NEGATIVE)
  void attemptsAtOnceAreNotMoreThanFive() throws Exception {
    Officer officer = new Officer("system-operator-1");
    long wrong = refused(officer, "wrong password");
    long locked = refused(officer, "locked");
    List<Future<Boolean>> attempts = new ArrayList<>();
    for (int i = 0; i < 3 * ATTEMPTS; i++) {
      attempts.add(
          Acting.start(
              NOBODY,
              () -> {
                assertWrong(officer);
                return true;
              }));
    }
    for (Future<Boolean> attempt : attempts) {
      assertTrue(Acting.result(attempt));
    }

    assertEquals(wrong + ATTEMPTS, refused(officer, "wrong password"));
    assertEquals(locked + 2 * ATTEMPTS, refused(officer, "locked"));
    assertRefused(Refusal.NOT_AUTHENTICATED, () -> login(officer.account()));
    ShiftedTime.at(LOCK.plus(SECOND), () -> login(officer.account()));
  }

  private long refused(Officer officer, String reason) {
    return rows()
        .records(
            "control-certificate:" + officer.certificate().fingerprint(),
            AuditEventType.LOGIN,
            Outcome.REFUSED)
        .stream()
        .filter(record -> reason.equals(record.details().get("reason")))
        .count();
  }

  private void assertWrong(Officer officer) {
    assertRefused(
        Refusal.NOT_AUTHENTICATED,
        () -> logins.login(Optional.of(officer.certificate()), "not the password".toCharArray()));
  }

  @Test
  @Requirement("IA1.2")
  void activityKeepsASessionAlive() throws Exception {
    Officer officer = new Officer("revocation-officer-1");
    OpenedSession session = open(officer);
    Duration shortOf = IDLE.minus(SECOND.multipliedBy(30));

    assertTrue(ShiftedTime.at(shortOf, () -> resume(officer, session, false)).isPresent());
    assertTrue(ShiftedTime.at(IDLE.plus(SECOND), () -> resume(officer, session, true)).isPresent());
  }

  @Test
  @Requirement(value = "IA1.2", kind = Requirement.Kind.NEGATIVE)
  void idleSessionEndsThoughItsPagePolls() throws Exception {
    Officer officer = new Officer("revocation-officer-1");
    OpenedSession session = open(officer);
    Duration shortOf = IDLE.minus(SECOND.multipliedBy(30));

    assertTrue(ShiftedTime.at(shortOf, () -> resume(officer, session, true)).isPresent());
    assertTrue(ShiftedTime.at(IDLE.plus(SECOND), () -> resume(officer, session, true)).isEmpty());

    // Ended for good, whatever the clock says later.
    assertTrue(resume(officer, session, false).isEmpty());
  }

  @Test
  @Requirement(value = "IA1.2", kind = Requirement.Kind.NEGATIVE)
  void sessionOfAnotherCertificateIsRefusedAndGoesOn() throws Exception {
    Officer officer = new Officer("revocation-officer-1");
    Officer thief = new Officer("registration-officer-1");
    OpenedSession session = open(officer);

    assertTrue(sessions.resume(session.token(), Optional.of(thief.certificate()), false).isEmpty());
    assertTrue(sessions.resume(session.token(), Optional.empty(), false).isEmpty());

    assertTrue(resume(officer, session, false).isPresent());
  }

  @Test
  @Requirement(value = "IA1.3", kind = Requirement.Kind.NEGATIVE)
  void sessionIsOverAfterLogout() {
    Officer officer = new Officer("revocation-officer-1");
    OpenedSession session = open(officer);
    sessions.logout(session.token(), Optional.of(officer.certificate()));
    assertTrue(resume(officer, session, false).isEmpty());
  }

  private OpenedSession open(Officer officer) {
    return logins.login(Optional.of(officer.certificate()), officer.password());
  }

  private Optional<Caller> resume(Officer officer, OpenedSession session, boolean passive) {
    return sessions.resume(session.token(), Optional.of(officer.certificate()), passive);
  }
}
