package org.opentws.conformance.blackbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The PKCS#11 library of the system under test, which fails on demand (docs/devices.md). */
final class FaultDevice implements AutoCloseable {
  private static final String LIBRARY = "fault11.so";

  private final Path folder;

  FaultDevice(RunningSystem system) {
    Path library = Path.of(system.node("tokens").get("tsp").get("library").asText());
    if (!library.endsWith(LIBRARY)) {
      throw new IllegalStateException(
          "this check needs a system whose PKCS#11 library is " + LIBRARY + ": run ./tws test");
    }
    folder = library.resolveSibling("");
  }

  /** Sessions and logins end; the device stays. */
  void loseSessions() {
    write("sessions");
  }

  /** The plug is pulled. */
  void remove() {
    write("removed");
  }

  /** Calls do not come back. */
  void hang() {
    write("hang");
  }

  /** Calls end with CKR_DEVICE_ERROR. */
  void fail() {
    write("error");
  }

  /** All is well again. */
  @Override
  public void close() {
    try {
      for (String flag : new String[] {"removed", "hang", "error"}) {
        Files.deleteIfExists(folder.resolve(flag));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Moved into its place: a file that is opened and then written would change twice. */
  private void write(String flag) {
    try {
      Path made = Files.createTempFile(folder, "flag", "");
      Files.move(made, folder.resolve(flag), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
