package org.opentws.revocationstatus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.Test;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.value.Der;

/** Whatever comes in is either read or refused as malformed; nothing else ever happens. */
class OcspGarbageTest {
  private static final long SEED = 20261124;

  private static void requireRefused(byte[] octets) {
    RequestRefused refused =
        assertThrows(RequestRefused.class, () -> OcspQuestion.parse(Der.of(octets)));
    assertEquals(Refusal.MALFORMED_REQUEST, refused.refusal());
  }

  /** Some changed octets leave a readable request; anything but a clean refusal fails the test. */
  private static boolean isRead(byte[] octets) {
    try {
      OcspQuestion.parse(Der.of(octets));
      return true;
    } catch (RequestRefused e) {
      assertEquals(Refusal.MALFORMED_REQUEST, e.refusal());
      return false;
    }
  }

  private static byte[] valid() throws Exception {
    return new OCSPReqBuilder()
        .addRequest(
            new CertificateID(
                new JcaDigestCalculatorProviderBuilder()
                    .build()
                    .get(new AlgorithmIdentifier(OIWObjectIdentifiers.idSHA1)),
                new SoftwareCa("CA").certificate(),
                BigInteger.TEN))
        .build()
        .getEncoded();
  }

  @Test
  void truncatedRequestIsRefused() throws Exception {
    byte[] valid = valid();
    for (int length = 0; length < valid.length; length++) {
      requireRefused(Arrays.copyOf(valid, length));
    }
  }

  @Test
  void octetsBehindTheRequestAreRefused() throws Exception {
    byte[] valid = valid();
    requireRefused(Arrays.copyOf(valid, valid.length + 1));
  }

  @Test
  void randomOctetsAreRefused() {
    Random random = new Random(SEED);
    for (int i = 0; i < 20_000; i++) {
      byte[] octets = new byte[random.nextInt(200)];
      random.nextBytes(octets);
      isRead(octets);
    }
  }

  @Test
  void changedOctetsAreReadOrRefused() throws Exception {
    Random random = new Random(SEED);
    byte[] valid = valid();
    int read = 0;
    for (int i = 0; i < 100_000; i++) {
      byte[] changed = valid.clone();
      for (int n = random.nextInt(4); n >= 0; n--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      read += isRead(changed) ? 1 : 0;
    }
    assertEquals(true, read > 100, "most hashes may change, so the test reaches the parser's end");
  }

  @Test
  void oversizedRequestIsRefused() {
    byte[] octets = new byte[OcspCall.MAX_OCTETS + 1];
    octets[0] = 0x04;
    requireRefused(octets);
  }

  @Test
  void deepNestingIsRefused() {
    byte[] nested = new byte[60_000];
    for (int i = 0; i < nested.length - 1; i += 2) {
      nested[i] = 0x30;
      nested[i + 1] = (byte) 0x80;
    }
    requireRefused(nested);
  }

  @Test
  void otherStructuresAreRefused() throws Exception {
    requireRefused(new SoftwareCa("CA").certificate().getEncoded());
    requireRefused(new byte[] {0x30, 0});
    requireRefused(new byte[] {0x30, 2, 0x30, 0});
    requireRefused(new byte[] {0x30, 4, 0x30, 2, 0x30, 0});
    requireRefused(new byte[] {5, 0});
  }
}
