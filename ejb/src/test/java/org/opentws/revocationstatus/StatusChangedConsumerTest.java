package org.opentws.revocationstatus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentws.audit.AuditEventType;
import org.opentws.error.RequestRefused;
import org.opentws.revocationstatus.store.CertificateState;
import org.opentws.revocationstatus.store.ChangeChain;
import org.opentws.value.Der;

class StatusChangedConsumerTest {
  private final TestSeal seal = new TestSeal();
  private final OcspWorld world = new OcspWorld();
  private final TestAuditLog audit = world.audit;
  private final KnownChanges known = world.known;
  private final StatusChangedConsumer consumer = new StatusChangedConsumer();

  @BeforeEach
  void assemble() {
    StatusAlarms alarms = new StatusAlarms();
    alarms.auditLog = audit;
    alarms.trustedTime = world.time;
    consumer.messageSeal = seal;
    consumer.knownChanges = known;
    consumer.statusFeed =
        new StatusFeed() {
          @Override
          public void readAgain() {
            feed();
          }
        };
    consumer.statusFeed.alarms = alarms;
    consumer.statusFeed.heartbeats = world.heartbeats;
    consumer.statusFeed.journal = world.journalOfChanges;
    consumer.statusFeed.knownChanges = known;
    consumer.statusFeed.repository = world.repository;
    consumer.alarms = alarms;
    consumer.auditLog = audit;
  }

  private void feed() {
    StatusLookup waiting = new StatusLookup(List.of());
    world.reader.submit(waiting);
    world.reader.round();
    waiting.await();
  }

  private void change(CertificateState state) {
    Optional<Integer> reason = state == CertificateState.GOOD ? Optional.empty() : Optional.of(1);
    world.change(state, reason, Optional.empty());
  }

  private static StatusChanged revoked(long sequence) {
    return new StatusChanged(sequence, "issuing", OcspWorld.SERIAL, CertificateState.REVOKED);
  }

  private Der sealed(StatusChanged changed) {
    return seal.seal(StatusChanged.SENDER, StatusChanged.TYPE, changed.toJson());
  }

  private void receive(Der octets) {
    consumer.onMessage(TestBytesMessage.of(octets, Optional.empty(), Optional.empty()));
  }

  private void refusedWithoutEffect(Der octets, long lastSequence) {
    receive(octets);
    assertEquals(1, audit.of(AuditEventType.STATUS_MESSAGE_REFUSED).size());
    assertEquals(lastSequence, known.chain().sequence());
    assertEquals(1, audit.of(AuditEventType.ALARM_RAISED).size());
  }

  @Test
  void genuineMessageIsHeardAndRecorded() {
    change(CertificateState.REVOKED);
    receive(sealed(revoked(1)));
    assertEquals(1, known.chain().sequence());
    assertEquals(1, audit.of(AuditEventType.STATUS_MESSAGE_RECEIVED).size());
  }

  @Test
  void messageOfAnotherSenderIsRefused() {
    refusedWithoutEffect(seal.seal("registration", StatusChanged.TYPE, revoked(1).toJson()), 0);
  }

  @Test
  void messageWithoutSealIsRefused() {
    refusedWithoutEffect(Der.of(revoked(1).toJson().getBytes(StandardCharsets.UTF_8)), 0);
  }

  @Test
  void replayedMessageIsRefused() {
    change(CertificateState.REVOKED);
    Der message = sealed(revoked(1));
    receive(message);
    refusedWithoutEffect(message, 1);
  }

  @Test
  void emptyMessageIsRefused() {
    refusedWithoutEffect(Der.of(new byte[0]), 0);
  }

  @Test
  void sealedNonsenseIsRefused() {
    for (String content :
        new String[] {
          "",
          "null",
          "[]",
          "{",
          "{\"sequence\":1}",
          "{\"sequence\":\"1\",\"issuer\":\"a\",\"serial\":\"7\",\"state\":\"GOOD\"}",
          "{\"sequence\":1,\"issuer\":\"a\",\"serial\":\"zz\",\"state\":\"GOOD\"}",
          "{\"sequence\":1,\"issuer\":\"a\",\"serial\":\"7\",\"state\":\"VALID\"}",
          "{\"sequence\":1,\"sequence\":2,\"issuer\":\"a\",\"serial\":\"7\",\"state\":\"GOOD\"}"
        }) {
      assertThrows(RequestRefused.class, () -> StatusChanged.parse(content), content);
    }
  }

  @Test
  void whatWasMissedIsReadFromTheChangeLog() {
    change(CertificateState.SUSPENDED);
    change(CertificateState.REVOKED);
    receive(sealed(revoked(2)));
    assertEquals(2, known.chain().sequence());
    assertEquals(0, audit.of(AuditEventType.STATUS_MESSAGE_REFUSED).size());
  }

  @Test
  void changeThatTheLogLacksStopsAllAnswersUntilItIsThere() throws Exception {
    refusedWithoutEffect(sealed(revoked(1)), 0);
    byte[] request = OcspWorld.request(List.of(world.id(OcspWorld.SERIAL)));
    assertEquals(OCSPResp.INTERNAL_ERROR, OcspWorld.status(world.answer(request)));
    change(CertificateState.REVOKED);
    assertEquals(OCSPResp.SUCCESSFUL, OcspWorld.status(world.answer(request)));
  }

  @Test
  void messageThatContradictsTheLogIsRefused() {
    change(CertificateState.REVOKED);
    refusedWithoutEffect(
        sealed(new StatusChanged(1, "issuing", OcspWorld.SERIAL, CertificateState.GOOD)), 1);
  }

  @Test
  void messageAboutAnotherCertificateThanTheLogIsRefused() {
    change(CertificateState.REVOKED);
    refusedWithoutEffect(
        sealed(new StatusChanged(1, "issuing", OcspWorld.NEVER_ISSUED, CertificateState.REVOKED)),
        1);
  }

  @Test
  void databaseThatKnowsLessThanWasHeardRaisesTheAlarmOnce() {
    change(CertificateState.REVOKED);
    receive(sealed(revoked(1)));
    world.repository.chain = ChangeChain.EMPTY;
    consumer.statusFeed.everySecond();
    consumer.statusFeed.everySecond();
    assertEquals(1, audit.of(AuditEventType.ALARM_RAISED).size());
  }
}
