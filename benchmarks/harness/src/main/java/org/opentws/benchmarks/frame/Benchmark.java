package org.opentws.benchmarks.frame;

import java.util.List;

/** One subject that is measured, for example OCSP. */
public interface Benchmark {
  /** Cases that are measured together, in interleaved rounds, after a common warm-up. */
  record Series(String title, List<BenchCase> cases) {}

  /**
   * Makes what the measurement needs and measures series after series; what lies between two series
   * (another key, more certificates) is done by the benchmark itself.
   */
  void run(BenchSystem system, Rounds rounds, Results results) throws Exception;
}
