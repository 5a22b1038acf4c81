package org.opentws.time;

import java.time.Instant;

/**
 * CDI event: the state of the clock changed. Audit listens (SO3.1, TS5.1).
 *
 * @param detail one sentence: sources, offsets, bound
 */
public record ClockStateChanged(ClockState before, ClockState after, String detail, Instant at)
    implements ClockEvent {}
