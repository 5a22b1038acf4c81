package org.opentws.revocationstatus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.opentws.revocationstatus.KnownChanges.Fit;
import org.opentws.revocationstatus.store.CertificateState;
import org.opentws.revocationstatus.store.StatusChangeRow;
import org.opentws.value.SerialNumber;

class KnownChangesTest {
  private final KnownChanges known = new KnownChanges();

  private static StatusChangeRow change(long sequence, long serial, CertificateState state) {
    return new StatusChangeRow(
        sequence, "issuing", new SerialNumber(BigInteger.valueOf(serial)), state);
  }

  @Test
  void changesInTheirOrderAreHeard() {
    assertEquals(Fit.NEXT, known.hear(change(1, 7, CertificateState.SUSPENDED)));
    assertEquals(Fit.NEXT, known.hear(change(2, 7, CertificateState.REVOKED)));
    assertEquals(2, known.lastSequence());
  }

  @Test
  void missingNumberIsAGapAndIsNotHeard() {
    assertEquals(Fit.GAP, known.hear(change(2, 7, CertificateState.REVOKED)));
    assertEquals(0, known.lastSequence());
    assertEquals(true, known.of("issuing", new SerialNumber(BigInteger.valueOf(7))).isEmpty());
  }

  @Test
  void sameChangeAgainIsKnownAndChangesNothing() {
    known.hear(change(1, 7, CertificateState.SUSPENDED));
    known.hear(change(2, 7, CertificateState.REVOKED));
    assertEquals(Fit.KNOWN, known.hear(change(1, 7, CertificateState.SUSPENDED)));
    assertEquals(
        CertificateState.REVOKED,
        known.of("issuing", new SerialNumber(BigInteger.valueOf(7))).orElseThrow().state());
  }

  @Test
  void otherContentUnderAKnownNumberIsAContradiction() {
    known.hear(change(1, 7, CertificateState.REVOKED));
    assertEquals(Fit.CONTRADICTION, known.hear(change(1, 7, CertificateState.GOOD)));
    assertEquals(Fit.CONTRADICTION, known.hear(change(1, 8, CertificateState.REVOKED)));
  }
}
