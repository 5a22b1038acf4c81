package org.opentws.revocationmanagement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentws.value.CrlPartition;
import org.opentws.value.CrlPartitions;
import org.opentws.value.SerialNumber;

class CrlPartitionsTest {
  private static final SerialNumber SERIAL = new SerialNumber(BigInteger.valueOf(0x1234));

  @Test
  void eachCaHasItsNumberAndOthersHaveOne() {
    CrlPartitions partitions = CrlPartitions.valueOf("issuing:4, other-1:256,third:1");
    assertEquals(4, partitions.numberOf("issuing"));
    assertEquals(256, partitions.numberOf("other-1"));
    assertEquals(1, partitions.numberOf("fourth"));
    assertTrue(partitions.of("third", SERIAL).isEmpty());
    assertEquals(Optional.of(CrlPartition.of(SERIAL, 4)), partitions.of("issuing", SERIAL));
    assertTrue(CrlPartitions.valueOf("none").of("issuing", SERIAL).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "issuing", "issuing:0", "issuing:257", "a:2,a:3", "A:2", "a:2,", "a:-1"})
  void anythingElseStopsTheStart(String text) {
    assertThrows(IllegalArgumentException.class, () -> CrlPartitions.valueOf(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0-of-4", "5-of-4", "1-of-1", "1-of-257", "01-of-4", "1-of-4.crl"})
  void nameOfNoPartitionIsNone(String name) {
    assertTrue(CrlPartition.named(name).isEmpty(), name);
  }

  @Test
  void partitionsAreFilledEvenlyAndNamed() {
    int[] filled = new int[8];
    for (int i = 1; i <= 8000; i++) {
      CrlPartition partition = CrlPartition.of(new SerialNumber(BigInteger.valueOf(i)), 8);
      filled[partition.index() - 1]++;
      assertEquals(Optional.of(partition), CrlPartition.named(partition.name()));
    }
    for (int each : filled) {
      assertTrue(each > 850 && each < 1150, "partition of " + each);
    }
  }
}
