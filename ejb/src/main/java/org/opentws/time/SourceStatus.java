package org.opentws.time;

import java.time.Duration;
import java.util.Optional;

/**
 * One NTP source in the last round, for people (TS2.1).
 *
 * @param source host and port
 * @param offset how far the machine's clock is behind what the source says; empty if it did not
 *     answer
 * @param errorBound give or take this; empty if it did not answer
 * @param agrees whether it is among those that vouch for the clock
 */
public record SourceStatus(
    String source, Optional<Duration> offset, Optional<Duration> errorBound, boolean agrees) {}
