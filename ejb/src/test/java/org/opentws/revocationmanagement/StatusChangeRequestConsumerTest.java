package org.opentws.revocationmanagement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.Destination;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opentws.audit.AuditEventType;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.node.NodeKind;
import org.opentws.node.ThisNode;
import org.opentws.revocationmanagement.store.RequestState;
import org.opentws.revocationmanagement.store.StatusChangeAction;
import org.opentws.revocationmanagement.store.StatusChangeRequest;
import org.opentws.revocationstatus.StatusChanged;
import org.opentws.revocationstatus.TestAuditLog;
import org.opentws.revocationstatus.TestBytesMessage;
import org.opentws.revocationstatus.TestKeys;
import org.opentws.revocationstatus.TestSeal;
import org.opentws.revocationstatus.TestStatusDatabase;
import org.opentws.revocationstatus.TestStatusRepository;
import org.opentws.revocationstatus.TestTime;
import org.opentws.revocationstatus.store.CertificateState;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

/** From a message on the queue to the status database, with everything real but the outside. */
class StatusChangeRequestConsumerTest {
  private static final SerialNumber SUBJECT = new SerialNumber(BigInteger.valueOf(0x11));
  private static final SerialNumber TSP = new SerialNumber(BigInteger.valueOf(0x22));

  private final TestSeal seal = new TestSeal();
  private final TestAuditLog audit = new TestAuditLog();
  private final TestKeys keys = new TestKeys();
  private final TestStatusRepository statuses = new TestStatusRepository();
  private final TestRequestRepository requests = new TestRequestRepository();
  private final StatusChangeInbox inbox = new StatusChangeInbox();
  private final StatusChangeRequestConsumer consumer = new StatusChangeRequestConsumer();
  private final List<StatusChanged> announced = new ArrayList<>();
  private final List<String> replies = new ArrayList<>();

  /** Messaging that goes nowhere. */
  private final StatusMessaging messaging =
      new StatusMessaging() {
        @Override
        void announce(StatusChanged changed) {
          announced.add(changed);
        }

        @Override
        void reply(Destination to, String correlation, String text) {
          replies.add(text);
        }
      };

  @BeforeEach
  void assemble() {
    consumer.node = new ThisNode(NodeKind.ALL);
    inbox.requests = requests;
    inbox.statusDatabase = TestStatusDatabase.over(statuses);
    inbox.auditLog = audit;
    inbox.trustedTime = new TestTime();
    StatusChangeProcessing processing = new StatusChangeProcessing();
    processing.inbox = inbox;
    processing.messaging = messaging;
    processing.effectWaiting = new EffectWaiting();
    consumer.messageSeal = seal;
    consumer.inbox = inbox;
    consumer.processing = processing;
    consumer.messaging = messaging;
    consumer.keyRegister = keys;
    consumer.configuration = new RevocationManagementConfiguration();
    consumer.configuration.enterpriseSenders = Set.of("erp");
    consumer.auditLog = audit;
    statuses.insertGood("issuing", SUBJECT, false);
    statuses.insertGood("issuing", TSP, true);
  }

  private static StatusChangeRequest request(
      String id, SerialNumber serial, StatusChangeAction action, boolean dualControl) {
    Optional<Integer> reason =
        action == StatusChangeAction.REVOKE ? Optional.of(1) : Optional.empty();
    return new StatusChangeRequest(
        id, "issuing", serial, action, reason, Optional.empty(), "officer-1", dualControl);
  }

  private Der sealed(String sender, StatusChangeRequest request) {
    return seal.seal(sender, StatusChangeMessage.TYPE, StatusChangeMessage.toJson(request));
  }

  private void deliver(Der octets) {
    consumer.onMessage(TestBytesMessage.of(octets, Optional.empty(), Optional.empty()));
  }

  private void deliverFrom(String sender, Der octets) {
    Destination replyTo = new Destination() {};
    consumer.onMessage(TestBytesMessage.of(octets, Optional.of(sender), Optional.of(replyTo)));
  }

  private CertificateState state(SerialNumber serial) {
    return statuses.find("issuing", serial).orElseThrow().state();
  }

  private void change(String id, StatusChangeAction action) {
    StatusChangeRequest request = request(id, SUBJECT, action, false);
    inbox.receive(request);
    deliver(sealed(StatusChangeMessage.SENDER, request));
  }

  @Test
  void receivedRequestHasItsEffectOnceAndIsAnnounced() {
    StatusChangeRequest request = request("1", SUBJECT, StatusChangeAction.REVOKE, false);
    inbox.receive(request);
    deliver(sealed(StatusChangeMessage.SENDER, request));
    deliver(sealed(StatusChangeMessage.SENDER, request)); // the relay sent it again
    assertEquals(CertificateState.REVOKED, state(SUBJECT));
    assertEquals(
        List.of(new StatusChanged(1, "issuing", SUBJECT, CertificateState.REVOKED)), announced);
    assertEquals(1, audit.of(AuditEventType.STATUS_CHANGE_REQUESTED).size());
    assertEquals(1, audit.of(AuditEventType.STATUS_CHANGED).size());
    assertEquals("officer-1", audit.of(AuditEventType.STATUS_CHANGED).get(0).actor());
  }

  @Test
  void nodeWithoutRevocationManagementChangesNothing() {
    consumer.node = new ThisNode(NodeKind.FRONT);
    change("1", StatusChangeAction.REVOKE);
    assertEquals(CertificateState.GOOD, state(SUBJECT));
    consumer.node = new ThisNode(NodeKind.CORE);
    change("2", StatusChangeAction.REVOKE);
    assertEquals(CertificateState.REVOKED, state(SUBJECT));
  }

  @ParameterizedTest
  @CsvSource({
    "SUSPEND REINSTATE, GOOD, 0",
    "SUSPEND REVOKE, REVOKED, 0",
    "REVOKE REINSTATE, REVOKED, 1",
    "REVOKE SUSPEND, REVOKED, 1",
    "REVOKE REVOKE, REVOKED, 1",
    "REINSTATE, GOOD, 1",
    "SUSPEND SUSPEND, SUSPENDED, 1"
  })
  void revokedCertificateNeverChangesAgain(String actions, CertificateState end, int refused) {
    int id = 0;
    for (String action : actions.split(" ")) {
      change("r" + id++, StatusChangeAction.valueOf(action));
    }
    assertEquals(end, state(SUBJECT));
    assertEquals(refused, audit.of(AuditEventType.STATUS_CHANGE_REFUSED).size());
  }

  @Test
  void certificateOfATspKeyNeedsTwoPersons() {
    StatusChangeRequest alone = request("1", TSP, StatusChangeAction.REVOKE, false);
    inbox.receive(alone);
    deliver(sealed(StatusChangeMessage.SENDER, alone));
    assertEquals(CertificateState.GOOD, state(TSP));
    assertEquals(RequestState.REFUSED, requests.outcome("1").orElseThrow().state());

    inbox.applyAtOnce(request("2", TSP, StatusChangeAction.REVOKE, true));
    assertEquals(CertificateState.REVOKED, state(TSP));
  }

  @Test
  void messageThatWasNeverReceivedHasNoEffect() {
    deliver(
        sealed(
            StatusChangeMessage.SENDER, request("1", SUBJECT, StatusChangeAction.REVOKE, false)));
    assertEquals(CertificateState.GOOD, state(SUBJECT));
  }

  @Test
  void messageThatDiffersFromTheRequestReceivedIsRefused() {
    inbox.receive(request("1", SUBJECT, StatusChangeAction.SUSPEND, false));
    deliver(
        sealed(
            StatusChangeMessage.SENDER, request("1", SUBJECT, StatusChangeAction.REVOKE, false)));
    assertEquals(CertificateState.GOOD, state(SUBJECT));
    assertEquals(Optional.of(Refusal.SEAL_BROKEN), requests.outcome("1").orElseThrow().refusal());
  }

  @Test
  void otherRequestUnderTheSameIdIsRefused() {
    inbox.receive(request("1", SUBJECT, StatusChangeAction.SUSPEND, false));
    inbox.receive(request("1", SUBJECT, StatusChangeAction.SUSPEND, false));
    assertEquals(
        Refusal.IDEMPOTENCY_KEY_REUSED,
        assertThrows(
                RequestRefused.class,
                () -> inbox.receive(request("1", SUBJECT, StatusChangeAction.REVOKE, false)))
            .refusal());
  }

  @Test
  void brokenForeignAndReplayedMessagesAreRefusedAndRecorded() {
    StatusChangeRequest request = request("1", SUBJECT, StatusChangeAction.REVOKE, false);
    inbox.receive(request);
    deliver(Der.of("garbage".getBytes(StandardCharsets.UTF_8)));
    deliver(Der.of(new byte[0]));
    deliver(sealed("registration", request));
    deliverFrom("stranger", sealed("stranger", request));
    assertEquals(CertificateState.GOOD, state(SUBJECT));
    assertEquals(4, audit.of(AuditEventType.STATUS_MESSAGE_REFUSED).size());
    Der genuine = sealed(StatusChangeMessage.SENDER, request);
    deliver(genuine);
    deliver(genuine);
    assertEquals(CertificateState.REVOKED, state(SUBJECT));
    assertEquals(5, audit.of(AuditEventType.STATUS_MESSAGE_REFUSED).size());
  }

  @Test
  void registeredSystemIsAnsweredWhenItsRequestIsDurable() {
    StatusChangeRequest request = request("77", SUBJECT, StatusChangeAction.SUSPEND, false);
    deliverFrom("erp", sealed("erp", request));
    deliverFrom("erp", sealed("erp", request)); // it repeats until it is answered
    assertEquals(List.of("RECEIVED 77", "RECEIVED 77"), replies);
    assertEquals(CertificateState.SUSPENDED, state(SUBJECT));
    assertEquals(1, announced.size());
    assertEquals("erp", requests.find("erp:77").orElseThrow().requester());
  }

  @Test
  void registeredSystemCannotSealForAnother() {
    deliverFrom("erp", sealed("other", request("1", SUBJECT, StatusChangeAction.REVOKE, false)));
    assertEquals(CertificateState.GOOD, state(SUBJECT));
    assertTrue(replies.isEmpty());
  }

  @Test
  void registeredSystemDoesNotReachTspAndControlCertificates() {
    deliverFrom("erp", sealed("erp", request("1", TSP, StatusChangeAction.REVOKE, false)));
    assertEquals(CertificateState.GOOD, state(TSP));
    keys.registered.add(
        TestKeys.registered(
            KeyPurpose.MANAGEMENT_CERTIFICATE_SIGNING,
            "issuing",
            keys.ca.certificate(),
            KeyState.ACTIVE));
    deliverFrom("erp", sealed("erp", request("2", SUBJECT, StatusChangeAction.REVOKE, false)));
    assertEquals(CertificateState.GOOD, state(SUBJECT));
  }

  @Test
  void waitingRequestRaisesTheAlarm() {
    inbox.receive(request("1", SUBJECT, StatusChangeAction.REVOKE, false));
    inbox.alarmOverdue(Instant.MAX, Instant.MIN);
    assertEquals(1, audit.of(AuditEventType.ALARM_RAISED).size());
  }
}
