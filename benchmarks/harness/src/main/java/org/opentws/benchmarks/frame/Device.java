package org.opentws.benchmarks.frame;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** The device's own signing rate, in a process and a token of its own: {@link DeviceRate}. */
public final class Device implements AutoCloseable {
  private final Worker worker;
  private final int threads = Runtime.getRuntime().availableProcessors();

  private Device(Worker worker) {
    this.worker = worker;
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
    return new Device(
        Worker.start(
            DeviceRate.class,
            "256m",
            Map.of("SOFTHSM2_CONF", configuration.toString()),
            List.of(
                system.option("library"),
                pin.toString(),
                Integer.toString(Runtime.getRuntime().availableProcessors()))));
  }

  /**
   * A case that signs with as many threads as there are cores.
   *
   * @param key as the adapter names it, for example "EC:secp256r1"
   * @param algorithm JCA name
   */
  public BenchCase signing(String name, String key, String algorithm) {
    return new BenchCase(name, List.of(threads), worker.load(key + " " + algorithm));
  }

  @Override
  public void close() throws IOException {
    worker.close();
  }
}
