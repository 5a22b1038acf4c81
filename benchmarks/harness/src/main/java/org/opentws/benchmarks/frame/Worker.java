package org.opentws.benchmarks.frame;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A Java process of its own that works on demand, so that its CPU time is nobody else's: see {@link
 * Orders}.
 */
public final class Worker implements AutoCloseable {
  private final Process process;
  private final BufferedWriter orders;
  private final BufferedReader answers;

  private Worker(Process process) throws IOException {
    this.process = process;
    this.orders = process.outputWriter(StandardCharsets.US_ASCII);
    this.answers = process.inputReader(StandardCharsets.US_ASCII);
    String ready = answers.readLine();
    while (ready != null && !ready.equals(Orders.READY)) {
      ready = answers.readLine();
    }
    if (ready == null) {
      throw new BenchFailure("a process of the measurement did not start");
    }
  }

  /**
   * Starts it.
   *
   * @param heap as Java names it, for example 256m
   * @param environment added to this process's own
   */
  public static Worker start(
      Class<?> main, String heap, Map<String, String> environment, List<String> arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return new Worker(builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** Gives one order and waits for its answer, word by word. */
  public String[] ask(String order) throws IOException {
    orders.write(order + "\n");
    orders.flush();
    String answer = answers.readLine();
    if (answer == null) {
      throw new BenchFailure("a process of the measurement has ended");
    }
    return answer.split(" ");
  }

  /** Orders of this kind as a load: "kind outstanding milliseconds". */
  public Load load(String kind) {
    return new Load() {
      @Override
      public Sample run(int connections, Duration duration) throws IOException {
        return Orders.sample(ask(kind + " " + connections + " " + duration.toMillis()));
      }

      @Override
      public OptionalLong process() {
        return OptionalLong.of(process.pid());
      }
    };
  }

  @Override
  public void close() throws IOException {
    orders.close();
    process.destroy();
  }
}
