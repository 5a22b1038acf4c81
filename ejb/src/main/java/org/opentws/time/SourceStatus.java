package org.opentws.time;

import java.time.Duration;
import java.util.Optional;

/**
 * One time source in the last round, for people (TS2.1).
 *
 * @param source as it stands in the configuration
 * @param offset how far the machine's clock is behind what the source says; empty if it did not
 *     answer
 * @param errorBound give or take this; empty if it did not answer
 * @param verdict what the round made of it
 * @param remark stratum and reference, or why it is silent
 */
public record SourceStatus(
    String source,
    Optional<Duration> offset,
    Optional<Duration> errorBound,
    SourceVerdict verdict,
    String remark) {
  public boolean agrees() {
    return verdict == SourceVerdict.AGREES;
  }
}
