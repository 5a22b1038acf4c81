package org.opentws.timestamping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.junit.jupiter.api.Test;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.value.Der;

class TimeStampRequestReaderTest {
  private final TimeStampRequestReader reader = new TimeStampRequestReader();

  static byte[] query(TimeStampRequestGenerator generator, ASN1ObjectIdentifier alg, int octets)
      throws Exception {
    TimeStampRequest request =
        generator.generate(new AlgorithmIdentifier(alg), new byte[octets], BigInteger.TEN);
    return request.getEncoded();
  }

  private void refusedAs(Refusal refusal, byte[] octets) {
    assertEquals(
        refusal, assertThrows(RequestRefused.class, () -> reader.read(Der.of(octets))).refusal());
  }

  @Test
  void sha256QueryIsRead() throws Exception {
    byte[] query = query(new TimeStampRequestGenerator(), NISTObjectIdentifiers.id_sha256, 32);
    assertEquals(BigInteger.TEN, reader.read(Der.of(query)).getNonce());
  }

  @Test
  void sha1ImprintIsRefused() throws Exception {
    refusedAs(
        Refusal.BAD_ALGORITHM,
        query(new TimeStampRequestGenerator(), OIWObjectIdentifiers.idSHA1, 20));
  }

  @Test
  void imprintOfAnotherLengthIsRefused() throws Exception {
    refusedAs(
        Refusal.BAD_DATA_FORMAT,
        query(new TimeStampRequestGenerator(), NISTObjectIdentifiers.id_sha256, 31));
  }

  @Test
  void unknownExtensionIsRefused() throws Exception {
    TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
    generator.addExtension(new ASN1ObjectIdentifier("1.2.3.4"), true, new byte[] {5, 0});
    refusedAs(Refusal.UNACCEPTED_EXTENSION, query(generator, NISTObjectIdentifiers.id_sha256, 32));
  }

  @Test
  void emptyAndTrailingBytesAreRefused() throws Exception {
    refusedAs(Refusal.BAD_DATA_FORMAT, new byte[0]);
    byte[] query = query(new TimeStampRequestGenerator(), NISTObjectIdentifiers.id_sha256, 32);
    refusedAs(Refusal.BAD_DATA_FORMAT, Arrays.copyOf(query, query.length + 1));
  }

  @Test
  void damagedQueriesAreRefusedWithOneOfTheProtocolsReasonsOnly() throws Exception {
    byte[] query = query(new TimeStampRequestGenerator(), NISTObjectIdentifiers.id_sha256, 32);
    Random random = new Random(3161);
    for (int round = 0; round < 20_000; round++) {
      byte[] damaged = Arrays.copyOf(query, 1 + random.nextInt(query.length));
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      try {
        reader.read(Der.of(damaged));
      } catch (RequestRefused expected) {
        assertEquals(RequestRefused.class, expected.getClass());
      }
    }
  }
}
