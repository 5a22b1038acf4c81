package org.opentws.revocationstatus.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ByteRangeTest {
  private static final long LENGTH = 1000;

  private static ByteRange range(String header) {
    return ByteRange.parse(header, LENGTH);
  }

  @Test
  void firstLastAndOpenRangesAreWithinTheLength() {
    assertEquals(new ByteRange(0, 500), range("bytes=0-499"));
    assertEquals(new ByteRange(500, 1000), range("bytes=500-"));
    assertEquals(new ByteRange(995, 1000), range("bytes=-5"));
    assertEquals(new ByteRange(0, 1000), range("bytes=-5000"));
    assertEquals(new ByteRange(999, 1000), range("bytes=999-5000"));
    assertEquals("bytes 0-499/1000", range("bytes=0-499").text(LENGTH));
  }

  @Test
  void rangeOutsideTheListIsEmpty() {
    assertTrue(range("bytes=1000-").isEmpty());
    assertTrue(range("bytes=5-4").isEmpty());
    assertTrue(range("bytes=-0").isEmpty());
  }

  @Test
  void whatIsNoSingleRangeIsAsGoodAsNone() {
    for (String header :
        List.of(
            "bytes=-", "bytes=0-1,3-4", "octets=0-1", "bytes=a-b", "bytes=9999999999999999999-")) {
      assertFalse(ByteRange.isSingle(header), header);
    }
  }
}
