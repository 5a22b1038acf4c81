package org.opentws.revocationstatus.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateStateTest {
  @ParameterizedTest
  @CsvSource({
    "GOOD, GOOD, false",
    "GOOD, SUSPENDED, true",
    "GOOD, REVOKED, true",
    "SUSPENDED, GOOD, true",
    "SUSPENDED, SUSPENDED, false",
    "SUSPENDED, REVOKED, true",
    "REVOKED, GOOD, false",
    "REVOKED, SUSPENDED, false",
    "REVOKED, REVOKED, false"
  })
  void stateChangesGoOneWayAtTheEnd(
      CertificateState before, CertificateState next, boolean allowed) {
    assertEquals(allowed, before.mayBecome(next));
  }
}
