package org.opentws.benchmarks.frame;

import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;

/** Makes as many requests as it can for a while. */
public interface Load {
  /**
   * @param connections requests that are outstanding at once
   */
  Sample run(int connections, Duration duration) throws IOException, InterruptedException;

  /** The process whose CPU time counts as the JVM's; empty for the server under test. */
  default OptionalLong process() {
    return OptionalLong.empty();
  }
}
