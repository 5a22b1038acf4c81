package org.opentws.revocationstatus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import org.bouncycastle.asn1.x509.CRLReason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentws.revocationstatus.store.CertificateState;
import org.opentws.revocationstatus.store.StatusRow;
import org.opentws.value.SerialNumber;

/** RS1.3: what a database administrator writes into status rows and the change log. */
class StatusSetBackTest {
  private static final SerialNumber SERIAL = new SerialNumber(BigInteger.valueOf(7));

  private final TestStatusRepository repository = new TestStatusRepository();
  private final CertificateStatusDatabase database = TestStatusDatabase.over(repository);

  @BeforeEach
  void issue() {
    repository.insertGood("issuing", SERIAL, false);
  }

  private void suspend() {
    suspend(SERIAL);
  }

  private void suspend(SerialNumber serial) {
    database.apply(
        new CertificateStatus(
            "issuing",
            serial,
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
  void changeThatIsInTheLogCountsAtOnce() {
    suspend();
    assertEquals(CertificateState.SUSPENDED, state());
  }

  @Test
  void suspendedRowThatIsSetToGoodUnderALaterNumberIsNotBelieved() {
    suspend();
    for (long sequence : new long[] {1, 2, 1000}) {
      write(CertificateState.GOOD, sequence);
      assertThrows(StatusNotTrusted.class, this::state, "number " + sequence);
    }
  }

  @Test
  void holeInTheChangeLogKeepsTheNodeFromAnswering() {
    SerialNumber other = new SerialNumber(BigInteger.TEN);
    repository.insertGood("issuing", other, false);
    suspend();
    suspend(other);
    repository.changes.remove(0);
    assertThrows(StatusNotTrusted.class, this::state);
  }
}
