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
    Durations took = new Durations();
    LongStream.rangeClosed(1, 100).forEach(i -> took.add((101 - i) * 1_000_000));
    Sample sample = Orders.sample(Orders.answer(took, 2_000_000, 10).toArray(String[]::new));
    assertEquals(100, sample.responses());
    assertEquals(45, sample.perSecond());
    assertEquals(50, sample.p50Ms(), 0.1);
    assertEquals(99, sample.p99Ms(), 0.1);
    assertEquals(10, sample.errors());
  }

  @Test
  void answerOfNothingIsZero() {
    assertEquals(List.of("0", "7", "0", "0", "0"), Orders.answer(new Durations(), 7, 0));
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
    Durations together = Durations.together(List.of(first, second));
    assertEquals(100_001, together.count());
    assertEquals(50_000, together.at(0.5), 50);
    assertEquals(99_999, together.at(1), 100);
    assertEquals(0, together.at(0));
  }
}
