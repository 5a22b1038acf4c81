package org.opentws.revocationstatus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Date;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.value.Der;

class CurrentCrlServiceTest {
  private final SoftwareCa ca = new SoftwareCa("Root CA");
  private final TestTime time = new TestTime();
  private final TestCrlRepository crls = new TestCrlRepository();
  private final CurrentCrlService service = new CurrentCrlService();

  @BeforeEach
  void assemble() {
    service.crls = crls;
    service.trustedTime = time;
    service.configuration = new RevocationStatusConfiguration();
    service.configuration.crlHttpMaxAge = Duration.ofSeconds(60);
  }

  private Der crl(SoftwareCa signer, long number) throws Exception {
    X509v2CRLBuilder builder =
        new X509v2CRLBuilder(ca.certificate().getSubject(), Date.from(time.now));
    builder.setNextUpdate(Date.from(time.now.plus(Duration.ofDays(1))));
    builder.addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(number)));
    return Der.of(builder.build(signer.signer()).getEncoded());
  }

  private long receive(Der crl) {
    return service.receive(
        "root", () -> new ByteArrayInputStream(crl.octets()), TestKeys.der(ca.certificate()), 0);
  }

  private void refused(Refusal refusal, Der crl) {
    assertEquals(refusal, assertThrows(RequestRefused.class, () -> receive(crl)).refusal());
  }

  @Test
  void crlSignedByItsCaIsTaken() throws Exception {
    assertEquals(4, receive(crl(ca, 4)));
    assertEquals(4, crls.current("root").orElseThrow().number());
  }

  @Test
  void crlOfTheSameNameSignedByAnotherKeyIsRefused() throws Exception {
    refused(Refusal.SEAL_BROKEN, crl(new SoftwareCa("Root CA"), 4));
    assertEquals(true, crls.current("root").isEmpty());
  }

  @Test
  void alteredCrlIsRefused() throws Exception {
    byte[] octets = crl(ca, 4).octets();
    octets[octets.length - 3] ^= 1;
    assertThrows(RequestRefused.class, () -> receive(Der.of(octets)));
    assertEquals(true, crls.current("root").isEmpty());
  }

  @Test
  void olderCrlIsRefusedAndTheSameOneIsNotStoredTwice() throws Exception {
    Der four = crl(ca, 4);
    receive(four);
    assertEquals(4, receive(four));
    refused(Refusal.WRONG_STATE, crl(ca, 3));
    refused(Refusal.WRONG_STATE, crl(ca, 4));
    assertEquals(1, crls.stored.size());
  }

  @Test
  void garbageIsRefused() {
    refused(Refusal.MALFORMED_REQUEST, Der.of(new byte[0]));
    refused(Refusal.MALFORMED_REQUEST, Der.of(new byte[] {0x30, 3, 1, 2, 3}));
    refused(Refusal.MALFORMED_REQUEST, TestKeys.der(ca.certificate()));
  }

  @Test
  void cachesNeverKeepACrlBeyondItsNextUpdate() throws Exception {
    receive(crl(ca, 1));
    var stored = crls.current("root").orElseThrow();
    assertEquals(Duration.ofSeconds(60), service.freshness(stored).maxAge());
    time.now = stored.nextUpdate().minusSeconds(10);
    assertEquals(Duration.ofSeconds(10), service.freshness(stored).maxAge());
    time.now = stored.nextUpdate().plusSeconds(10);
    assertEquals(Duration.ZERO, service.freshness(stored).maxAge());
  }
}
