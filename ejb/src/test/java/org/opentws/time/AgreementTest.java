package org.opentws.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgreementTest {
  private static SourceReading reading(String name, long offsetMillis, long boundMillis) {
    return new SourceReading(name, Duration.ofMillis(offsetMillis), Duration.ofMillis(boundMillis));
  }

  @Test
  void oneLyingSourceOfThreeIsLeftOut() {
    Agreement agreement =
        Agreement.of(List.of(reading("a", 1, 5), reading("liar", 7000, 5), reading("b", -1, 5)), 2)
            .orElseThrow();
    assertEquals(List.of("a", "b"), agreement.truechimers());
    assertEquals(Duration.ofMillis(4), agreement.bound());
  }

  @Test
  void twoSourcesThatDisagreeVouchForNothing() {
    assertTrue(Agreement.of(List.of(reading("a", 0, 5), reading("b", 7000, 5)), 2).isEmpty());
  }

  @Test
  void noSourceVouchesForNothing() {
    assertTrue(Agreement.of(List.of(), 1).isEmpty());
  }
}
