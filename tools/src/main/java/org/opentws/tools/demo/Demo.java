package org.opentws.tools.demo;

import java.util.Optional;
import org.opentws.tools.rest.CallFailure;
import org.opentws.tools.rest.Connection;

/**
 * The main job, end to end, on the system that {@code ./tws demo} started. What an earlier run did
 * is left as it is.
 */
public final class Demo {
  private final DemoSystem system;
  private final Progress progress = new Progress(System.out);

  private Demo(DemoSystem system) {
    this.system = system;
  }

  public static void main(String[] arguments) throws Exception {
    try {
      new Demo(DemoSystem.of(arguments)).run();
    } catch (DemoFailure | CallFailure e) {
      System.out.println(e.getMessage());
      System.exit(1);
    }
  }

  private void run() throws Exception {
    progress.heading("Keys, under dual control (security-officer-1 asks, -2 approves)");
    new KeyCeremony(system, progress).hold();
    DemoDocument document = new DemoDocument(system);
    Optional<String> earlier = document.serialOfEarlierRun();
    if (earlier.isPresent()) {
      progress.note("keys, certificate " + earlier.get() + " and time-stamp are there already");
      document.write(earlier.get());
      return;
    }
    progress.heading("A certificate, from application to revocation");
    String serial = new CertificateLife(system, progress).live();
    progress.heading("A time-stamp");
    Connection anybody = system.anybody();
    progress.step(
        "time-stamp token over demo/timestamp.txt", new TimeStamp(system, anybody)::stamp);
    document.write(serial);
  }
}
