package org.opentws.benchmarks.frame;

/**
 * What one run of a load saw.
 *
 * @param responses good and bad
 * @param errors answers that were not what they should be, and those that did not come
 */
public record Sample(long responses, double seconds, double p50Ms, double p99Ms, long errors) {
  public double perSecond() {
    return (responses - errors) / seconds;
  }
}
