package org.opentws.time;

import java.time.Duration;
import java.time.Instant;

/**
 * The clock as one minute saw it at its worst, for the chart.
 *
 * @param offset what the clock was probably behind UTC
 * @param errorBound the farthest it could be from UTC
 */
public record ClockSample(Instant at, ClockState state, Duration offset, Duration errorBound) {}
