package org.opentws.revocationstatus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import org.bouncycastle.asn1.x509.CRLReason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentws.audit.AuditEventType;
import org.opentws.revocationstatus.store.CertificateState;
import org.opentws.revocationstatus.store.StatusRow;
import org.opentws.value.SerialNumber;

/** RS1.3: what a database administrator writes into status rows and the change log. */
class StatusSetBackTest {
  private static final SerialNumber SERIAL = new SerialNumber(BigInteger.valueOf(7));

  private final TestStatusRepository repository = new TestStatusRepository();
  private final KnownChanges known = new KnownChanges();
  private final StoredCertificateStatusDatabase database = new StoredCertificateStatusDatabase();
  private final TestAuditLog audit = new TestAuditLog();
  private final StatusFeed feed = new StatusFeed();

  @BeforeEach
  void assemble() {
    database.repository = repository;
    database.knownChanges = known;
    feed.repository = repository;
    feed.knownChanges = known;
    feed.auditLog = audit;
    feed.everySecond();
    repository.insertGood("issuing", SERIAL, false);
  }

  private void suspend() {
    database.apply(
        new CertificateStatus(
            "issuing",
            SERIAL,
            CertificateState.SUSPENDED,
            Optional.of(CRLReason.certificateHold),
            Optional.of(Instant.EPOCH),
            Optional.empty()));
  }

  private CertificateState state() {
    return database.find("issuing", SERIAL).orElseThrow().state();
  }

  private void write(CertificateState state, long sequence) {
    repository.rows.put(
        "issuing/" + SERIAL,
        new StatusRow(
            "issuing",
            SERIAL,
            state,
            Optional.empty(),
            Optional.of(Instant.EPOCH),
            Optional.empty(),
            sequence,
            false));
  }

  @Test
  void changeThatIsInTheLogCountsBeforeItIsHeard() {
    suspend();
    assertEquals(CertificateState.SUSPENDED, state());
    feed.everySecond();
    assertEquals(CertificateState.SUSPENDED, state());
  }

  @Test
  void suspendedRowThatIsSetToGoodUnderALaterNumberIsNotBelieved() {
    suspend();
    for (boolean heard : new boolean[] {false, true}) {
      for (long sequence : new long[] {1, 2, 1000}) {
        write(CertificateState.GOOD, sequence);
        assertThrows(StatusNotTrusted.class, this::state, heard + " " + sequence);
      }
      feed.everySecond();
    }
  }

  @Test
  void holeInTheChangeLogRaisesTheAlarmOnceAndKeepsThisNodeFromAnswering() {
    KnownChanges restarted = new KnownChanges();
    database.knownChanges = restarted;
    feed.knownChanges = restarted;
    suspend();
    suspendAnother();
    repository.changes.remove(0);
    feed.everySecond();
    feed.everySecond();
    assertEquals(1, audit.of(AuditEventType.ALARM_RAISED).size());
    assertThrows(org.opentws.error.ServiceUnavailable.class, this::state);
  }

  private void suspendAnother() {
    SerialNumber other = new SerialNumber(BigInteger.TEN);
    repository.insertGood("issuing", other, false);
    database.apply(
        new CertificateStatus(
            "issuing",
            other,
            CertificateState.SUSPENDED,
            Optional.of(CRLReason.certificateHold),
            Optional.of(Instant.EPOCH),
            Optional.empty()));
  }
}
