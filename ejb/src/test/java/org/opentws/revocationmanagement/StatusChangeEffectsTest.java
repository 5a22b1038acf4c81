package org.opentws.revocationmanagement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentws.error.ServiceUnavailable;
import org.opentws.revocationmanagement.store.RequestState;
import org.opentws.revocationmanagement.store.StatusChangeAction;
import org.opentws.revocationmanagement.store.StatusChangeRequest;
import org.opentws.revocationstatus.CertificateStatus;
import org.opentws.revocationstatus.TestStatusDatabase;
import org.opentws.revocationstatus.TestStatusRepository;
import org.opentws.revocationstatus.TestTime;
import org.opentws.revocationstatus.store.CertificateState;
import org.opentws.revocationstatus.store.ChangeChain;
import org.opentws.revocationstatus.store.StatusRow;
import org.opentws.value.SerialNumber;

/** What a requester is told, and when (RM1.1, RS1.3). */
class StatusChangeEffectsTest {
  private static final SerialNumber SERIAL = new SerialNumber(BigInteger.valueOf(7));

  private final StatusChangeRequest request =
      new StatusChangeRequest(
          "1",
          "issuing",
          SERIAL,
          StatusChangeAction.REVOKE,
          Optional.of(1),
          Optional.empty(),
          "officer",
          false);
  private final TestStatusRepository rows = new TestStatusRepository();
  private final TestTime time = new TestTime();
  private final TestRequestRepository requests = new TestRequestRepository();
  private final StatusChangeEffects effects = new StatusChangeEffects();

  @BeforeEach
  void revoke() {
    rows.insertGood("issuing", SERIAL, false);
    effects.requests = requests;
    effects.statusDatabase = TestStatusDatabase.over(rows);
    effects.effectWaiting = new EffectWaiting();
    effects.trustedTime = time;
    effects.configuration = new RevocationManagementConfiguration();
    effects.configuration.answerWithin = Duration.ZERO;
    effects.messaging =
        new StatusMessaging() {
          @Override
          void send(StatusChangeRequest sent) {
            // Sent already.
          }
        };
    Instant effectAt = time.now().plusMillis(7);
    requests.insert(request, RequestState.RECEIVED, time.now());
    requests.claim(request.id(), effectAt);
  }

  private void apply() {
    effects.statusDatabase.apply(
        new CertificateStatus(
            "issuing",
            SERIAL,
            CertificateState.REVOKED,
            Optional.of(1),
            Optional.of(time.now().truncatedTo(ChronoUnit.SECONDS)),
            Optional.empty()));
  }

  @Test
  void effectThatTheNodeHasReadIsTold() {
    apply();
    assertEquals(RequestState.DONE, effects.await(request).state());
  }

  @Test
  void effectThatWasTakenAwayIsNotTold() {
    StatusRow good = rows.find("issuing", SERIAL).orElseThrow();
    apply();
    rows.changes.clear();
    rows.chain = ChangeChain.EMPTY;
    rows.rows.put("issuing/" + SERIAL, good);
    assertEquals(RequestState.RECEIVED, effects.await(request).state());
    assertEquals(Optional.empty(), effects.await(request).effectAt());
  }

  @Test
  void effectIsNotToldWhileTheNodeCannotReadIt() {
    apply();
    rows.failure =
        Optional.of(new ServiceUnavailable(ServiceUnavailable.Cause.DATABASE, "away for now"));
    assertEquals(RequestState.RECEIVED, effects.await(request).state());
    rows.failure = Optional.empty();
    assertEquals(RequestState.DONE, effects.await(request).state());
  }

  @Test
  void effectThatTheDatabaseContradictsIsNotTold() {
    StatusRow good = rows.find("issuing", SERIAL).orElseThrow();
    apply();
    rows.rows.put("issuing/" + SERIAL, good);
    assertEquals(RequestState.RECEIVED, effects.await(request).state());
  }
}
