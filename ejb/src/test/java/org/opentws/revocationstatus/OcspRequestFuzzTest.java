package org.opentws.revocationstatus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentws.fuzz.JazzerRun;

/** Fuzzing of the request path with Jazzer, from seeds of our own. */
class OcspRequestFuzzTest {
  @Test
  void oneAnswerOfTheProtocolComesOutWhateverGoesIn(@TempDir Path work) throws Exception {
    JazzerRun.findsNothing(
        OcspRequestFuzz.class,
        "org.opentws.**:org.bouncycastle.asn1.**:org.bouncycastle.cert.ocsp.**",
        seeds(),
        work);
  }

  @Test
  void seedsThemselvesAreAnswered() throws Exception {
    for (byte[] seed : seeds()) {
      OcspRequestFuzz.fuzzerTestOneInput(seed);
    }
    OcspWorld world = new OcspWorld();
    assertEquals(OCSPResp.MALFORMED_REQUEST, OcspWorld.status(world.answer(new byte[0])));
  }

  private static CertificateID about(BigInteger serial) {
    return new CertificateID(
        new CertID(
            new AlgorithmIdentifier(OIWObjectIdentifiers.idSHA1, DERNull.INSTANCE),
            new DEROctetString(OcspRequestFuzz.NAME_HASH),
            new DEROctetString(OcspRequestFuzz.KEY_HASH),
            new ASN1Integer(serial)));
  }

  /** Good requests of every kind, and some that were wrong once. */
  private static List<byte[]> seeds() throws Exception {
    CertificateID known = about(OcspWorld.SERIAL.value());
    CertificateID unknown = about(OcspWorld.NEVER_ISSUED.value());
    byte[] plain = OcspWorld.request(List.of(known));
    return List.of(
        plain,
        OcspWorld.request(List.of(known, unknown)),
        OcspWorld.request(List.of(unknown), OcspWorld.nonce(16)),
        OcspWorld.request(List.of(known), OcspWorld.nonce(129)),
        OcspWorld.request(List.of(about(BigInteger.ZERO))),
        Arrays.copyOf(plain, plain.length + 1),
        Arrays.copyOf(plain, plain.length - 1),
        new byte[0]);
  }
}
