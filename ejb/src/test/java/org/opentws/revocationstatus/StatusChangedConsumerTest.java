package org.opentws.revocationstatus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentws.audit.AuditEventType;
import org.opentws.error.RequestRefused;
import org.opentws.revocationstatus.store.CertificateState;
import org.opentws.revocationstatus.store.StatusChangeRow;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

class StatusChangedConsumerTest {
  private static final SerialNumber SERIAL = new SerialNumber(BigInteger.valueOf(7));

  private final TestSeal seal = new TestSeal();
  private final TestAuditLog audit = new TestAuditLog();
  private final TestStatusRepository repository = new TestStatusRepository();
  private final KnownChanges known = new KnownChanges();
  private final StatusChangedConsumer consumer = new StatusChangedConsumer();

  @BeforeEach
  void assemble() {
    StatusFeed feed = new StatusFeed();
    feed.repository = repository;
    feed.knownChanges = known;
    feed.auditLog = audit;
    consumer.messageSeal = seal;
    consumer.knownChanges = known;
    consumer.statusFeed = feed;
    consumer.auditLog = audit;
  }

  private static StatusChanged revoked(long sequence) {
    return new StatusChanged(sequence, "issuing", SERIAL, CertificateState.REVOKED);
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
    assertEquals(lastSequence, known.lastSequence());
  }

  @Test
  void genuineMessageIsHeardAndRecorded() {
    receive(sealed(revoked(1)));
    assertEquals(1, known.lastSequence());
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
  void gapIsClosedByTheChangeLog() {
    repository.changes.add(new StatusChangeRow(1, "issuing", SERIAL, CertificateState.SUSPENDED));
    repository.changes.add(revoked(2).row());
    receive(sealed(revoked(2)));
    assertEquals(2, known.lastSequence());
    assertEquals(0, audit.of(AuditEventType.STATUS_MESSAGE_REFUSED).size());
  }

  @Test
  void messageBeyondTheChangeLogIsRefused() {
    refusedWithoutEffect(sealed(revoked(5)), 0);
  }

  @Test
  void messageThatContradictsAKnownChangeIsRefused() {
    receive(sealed(revoked(1)));
    refusedWithoutEffect(sealed(new StatusChanged(1, "issuing", SERIAL, CertificateState.GOOD)), 1);
    assertEquals(CertificateState.REVOKED, known.of("issuing", SERIAL).orElseThrow().state());
  }

  @Test
  void databaseThatKnowsLessThanWasHeardRaisesTheAlarmOnce() {
    receive(sealed(revoked(1)));
    consumer.statusFeed.readAgain();
    consumer.statusFeed.readAgain();
    assertEquals(1, audit.of(AuditEventType.ALARM_RAISED).size());
  }
}
