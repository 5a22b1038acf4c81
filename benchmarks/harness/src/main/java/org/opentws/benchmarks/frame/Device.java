package org.opentws.benchmarks.frame;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** The device's own signing rate, in a process and a token of its own: {@link DeviceRate}. */
public final class Device implements AutoCloseable {
  private static final double MICROS = 1e6;
  private static final double NANOS_PER_MILLI = 1e6;

  private final Process process;
  private final BufferedWriter orders;
  private final BufferedReader answers;
  private final int threads = Runtime.getRuntime().availableProcessors();

  private Device(Process process) throws IOException {
    this.process = process;
    this.orders = process.outputWriter(StandardCharsets.US_ASCII);
    this.answers = process.inputReader(StandardCharsets.US_ASCII);
    String ready = answers.readLine();
    while (ready != null && !ready.equals("READY")) {
      ready = answers.readLine();
    }
    if (ready == null) {
      throw new BenchFailure("the device's own process did not start");
    }
  }

  /** Starts the process; its token lies in the measurement's folder and is made anew. */
  public static Device start(BenchSystem system) throws IOException {
    Path folder = Files.createTempDirectory(system.work(), "device");
    Path tokens = Files.createDirectory(folder.resolve("tokens"));
    Path configuration =
        Files.writeString(
            folder.resolve("softhsm2.conf"),
            "directories.tokendir = "
                + tokens
                + "\nobjectstore.backend = file\nlog.level = ERROR\n");
    Path pin = folder.resolve("pin");
    Files.createFile(
        pin, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(pin, "12345678");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            DeviceRate.class.getName(),
            system.option("library"),
            pin.toString(),
            Integer.toString(Runtime.getRuntime().availableProcessors()));
    builder.environment().put("SOFTHSM2_CONF", configuration.toString());
    return new Device(builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /**
   * A case that signs with as many threads as there are cores.
   *
   * @param key as the adapter names it, for example "EC:secp256r1"
   * @param algorithm JCA name
   */
  public BenchCase signing(String name, String key, String algorithm) {
    return new BenchCase(name, List.of(threads), new SigningLoad(key, algorithm));
  }

  private final class SigningLoad implements Load {
    private final String key;
    private final String algorithm;

    SigningLoad(String key, String algorithm) {
      this.key = key;
      this.algorithm = algorithm;
    }

    @Override
    public Sample run(int connections, Duration duration) throws IOException {
      orders.write(key + " " + algorithm + " " + connections + " " + duration.toMillis() + "\n");
      orders.flush();
      String answer = answers.readLine();
      if (answer == null) {
        throw new BenchFailure("the device's own process has ended");
      }
      String[] said = answer.split(" ");
      return new Sample(
          Long.parseLong(said[0]),
          Long.parseLong(said[1]) / MICROS,
          Long.parseLong(said[2]) / NANOS_PER_MILLI,
          Long.parseLong(said[3]) / NANOS_PER_MILLI,
          0);
    }

    @Override
    public OptionalLong process() {
      return OptionalLong.of(process.pid());
    }
  }

  @Override
  public void close() throws IOException {
    orders.close();
    process.destroy();
  }
}
