package org.opentws.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {
  private static final int WRITERS = 4;
  private static final int TIMES = 50;

  @Test
  void whatIsReadIsWholeHoweverManyWrite(@TempDir Path folder) throws Exception {
    StateFile file = new StateFile(folder, "state");
    assertEquals(Optional.empty(), file.read());
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    try {
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 1; i <= WRITERS; i++) {
        String text = String.valueOf(i).repeat(1000 * i);
        writers.add(
            threads.submit(
                () -> {
                  for (int time = 0; time < TIMES; time++) {
                    file.write(text);
                  }
                }));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    } finally {
      threads.shutdownNow();
    }
    String last = file.read().orElseThrow();
    int writer = Integer.parseInt(last.substring(0, 1));
    assertEquals(String.valueOf(writer).repeat(1000 * writer), last);
  }
}
