package org.opentws.time;

import java.time.Duration;
import java.time.Instant;

/**
 * One look at the clock (TS2.1).
 *
 * @param now UTC now
 * @param state whether the sources vouch for it
 * @param errorBound the clock is at most this far from UTC, if the state is INSYNC
 * @param sources how many sources agreed in the last round
 */
public record ClockReading(Instant now, ClockState state, Duration errorBound, int sources) {}
