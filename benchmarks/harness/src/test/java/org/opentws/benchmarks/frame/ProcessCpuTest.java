package org.opentws.benchmarks.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ProcessCpuTest {
  private static final double TICK_MICROS = 10_000;

  @Test
  void workIsSeenInTheProcessThatDidIt() {
    long self = ProcessHandle.current().pid();
    double before = ProcessCpu.ofProcess(self);
    double spun = 0;
    for (int i = 0; ProcessCpu.ofProcess(self) < before + 5 * TICK_MICROS; i++) {
      spun += Math.sqrt(i);
    }
    assertTrue(spun > 0);
    assertTrue(ProcessCpu.ofFamily(self) >= before + 5 * TICK_MICROS);
  }

  @Test
  void processThatIsGoneUsesNothing() {
    assertEquals(0, ProcessCpu.ofProcess(Long.MAX_VALUE));
    assertEquals(0, ProcessCpu.ofFamily(Long.MAX_VALUE));
  }
}
