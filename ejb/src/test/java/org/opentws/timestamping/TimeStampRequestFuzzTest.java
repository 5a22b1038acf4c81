package org.opentws.timestamping;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentws.fuzz.JazzerRun;

/** Fuzzing of the request path with Jazzer, from seeds of our own. */
class TimeStampRequestFuzzTest {
  @Test
  void nothingButTheProtocolsOwnRefusalComesOut(@TempDir Path work) throws Exception {
    JazzerRun.findsNothing(
        TimeStampRequestFuzz.class,
        "org.opentws.**:org.bouncycastle.asn1.**:org.bouncycastle.tsp.**",
        seeds(),
        work);
  }

  @Test
  void seedsThemselvesAreAnswered() throws Exception {
    for (byte[] seed : seeds()) {
      TimeStampRequestFuzz.fuzzerTestOneInput(seed);
    }
  }

  /** Good requests of every kind, and some that were wrong once. */
  private static List<byte[]> seeds() throws IOException {
    TimeStampRequestGenerator rich = new TimeStampRequestGenerator();
    rich.setCertReq(true);
    rich.setReqPolicy(new ASN1ObjectIdentifier("0.4.0.2023.1.1"));
    TimeStampRequestGenerator extended = new TimeStampRequestGenerator();
    extended.addExtension(new ASN1ObjectIdentifier("1.2.3"), true, new byte[] {5, 0});
    Map<ASN1ObjectIdentifier, Integer> hashes =
        Map.of(
            NISTObjectIdentifiers.id_sha256, 32,
            NISTObjectIdentifiers.id_sha384, 48,
            NISTObjectIdentifiers.id_sha512, 64,
            NISTObjectIdentifiers.id_sha3_256, 32,
            OIWObjectIdentifiers.idSHA1, 20);
    List<byte[]> seeds = new java.util.ArrayList<>();
    for (Map.Entry<ASN1ObjectIdentifier, Integer> hash : hashes.entrySet()) {
      byte[] imprint = new byte[hash.getValue()];
      seeds.add(rich.generate(hash.getKey(), imprint, BigInteger.TWO.pow(63)).getEncoded());
    }
    byte[] plain =
        new TimeStampRequestGenerator()
            .generate(NISTObjectIdentifiers.id_sha256, new byte[32])
            .getEncoded();
    seeds.add(plain);
    seeds.add(extended.generate(NISTObjectIdentifiers.id_sha256, new byte[32]).getEncoded());
    seeds.add(Arrays.copyOf(plain, plain.length + 1));
    seeds.add(Arrays.copyOf(plain, plain.length - 1));
    seeds.add(new byte[0]);
    return seeds;
  }
}
