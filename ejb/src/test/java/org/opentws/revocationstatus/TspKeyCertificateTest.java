package org.opentws.revocationstatus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TspKeyCertificateTest {
  @ParameterizedTest
  @CsvSource({"CA, true", "OCSP, true", "TSU, true", "SUBJECT, false"})
  void certificatesOfTspKeysAreRecognised(SoftwareCa.Kind kind, boolean tspKey) {
    SoftwareCa ca = new SoftwareCa("CA");
    assertEquals(
        tspKey,
        TspKeyCertificate.isOne(
            TestKeys.der(ca.certify(BigInteger.TEN, "S", SoftwareCa.keyPair().getPublic(), kind))));
  }
}
