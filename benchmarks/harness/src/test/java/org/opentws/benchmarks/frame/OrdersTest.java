package org.opentws.benchmarks.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OrdersTest {
  @Test
  void answerIsReadAsItWasMeant() throws IOException {
    long[] nanos = LongStream.rangeClosed(1, 100).map(i -> (101 - i) * 1_000_000).toArray();
    Sample sample = Orders.sample(Orders.answer(nanos, 2_000_000, 10).toArray(String[]::new));
    assertEquals(100, sample.responses());
    assertEquals(45, sample.perSecond());
    assertEquals(51, sample.p50Ms());
    assertEquals(100, sample.p99Ms());
    assertEquals(10, sample.errors());
  }

  @Test
  void answerOfNothingIsZero() {
    assertEquals(List.of("0", "7", "0", "0", "0"), Orders.answer(new long[0], 7, 0));
  }

  @Test
  void somethingElseIsNoAnswer() {
    assertThrows(IOException.class, () -> Orders.sample(new String[] {"READY"}));
  }

  @Test
  void durationsOfSeveralThreadsAreTakenTogether() {
    Durations first = new Durations();
    for (int i = 0; i < 100_000; i++) {
      first.add(i);
    }
    Durations second = new Durations();
    second.add(-1);
    long[] together = Durations.together(List.of(first, second));
    assertEquals(100_001, together.length);
    assertEquals(99_999, together[99_999]);
    assertEquals(-1, together[100_000]);
  }
}
