package org.opentws.conformance.blackbox;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Questions of several kinds, asked one after the other all the time; each answer is judged. */
final class SteadyLoad implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;
  private static final int PAUSE_MILLIS = 50;

  private final ExecutorService callers;
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong slowestMillis = new AtomicLong();
  private volatile boolean ended;

  /**
   * @param kinds by name: true if the answer is right
   */
  SteadyLoad(Map<String, Callable<Boolean>> kinds) {
    callers = Executors.newFixedThreadPool(kinds.size());
    kinds.forEach((name, question) -> callers.execute(() -> ask(name, question)));
  }

  private void ask(String name, Callable<Boolean> question) {
    while (!ended) {
      long begin = System.nanoTime();
      try {
        if (!question.call()) {
          failures.add(name + ": not the right answer");
        }
        Thread.sleep(PAUSE_MILLIS);
      } catch (Exception | AssertionError e) {
        failures.add(name + ": " + e);
      }
      slowestMillis.accumulateAndGet(
          TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin), Math::max);
      answered.incrementAndGet();
    }
  }

  /** Waits for so many more answers. */
  void answers(int more) {
    long enough = answered.get() + more;
    Within.seconds(PATIENCE_SECONDS).until(more + " more answers", () -> answered.get() >= enough);
  }

  void end() {
    ended = true;
    callers.shutdown();
    try {
      if (!callers.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        failures.add("a question without an answer");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  List<String> failures() {
    return List.copyOf(failures);
  }

  long slowestSeconds() {
    return TimeUnit.MILLISECONDS.toSeconds(slowestMillis.get());
  }

  @Override
  public void close() {
    if (!ended) {
      end();
    }
  }

  @Override
  public String toString() {
    return "%d answers, %d failures, slowest %d ms"
        .formatted(answered.get(), failures.size(), slowestMillis.get());
  }
}
