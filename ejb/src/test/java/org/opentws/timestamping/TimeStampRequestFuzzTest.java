package org.opentws.timestamping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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

/**
 * Fuzzing of the request path with Jazzer, from seeds of our own: fifteen seconds here, as long as
 * wanted with {@code -Dopentws.fuzz-seconds=3600}.
 */
class TimeStampRequestFuzzTest {
  private static final int SECONDS = Integer.getInteger("opentws.fuzz-seconds", 15);

  @Test
  void nothingButTheProtocolsOwnRefusalComesOut(@TempDir Path work) throws Exception {
    Path seeds = Files.createDirectory(work.resolve("seeds"));
    int number = 0;
    for (byte[] seed : seeds()) {
      Files.write(seeds.resolve("seed-" + number++), seed);
    }
    Path output = work.resolve("output");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + TimeStampRequestFuzz.class.getName(),
                "--instrumentation_includes=org.opentws.**:org.bouncycastle.asn1.**:org.bouncycastle.tsp.**",
                "--reproducer_path=" + work,
                "-artifact_prefix=" + work + "/",
                "-max_len=4096",
                "-max_total_time=" + SECONDS,
                seeds.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    int exit = process.waitFor();
    String said = Files.readString(output, StandardCharsets.ISO_8859_1);
    assertEquals(0, exit, said.substring(Math.max(0, said.length() - 6000)));
    assertTrue(said.contains("Done "), said);
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
