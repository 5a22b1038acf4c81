package org.opentws.time;

import java.time.Instant;

/**
 * CDI event: another verdict on a time source than in the round before (TS5.1). Audit listens.
 *
 * @param detail what the source said, in words
 */
public record TimeSourceChanged(
    String source, SourceVerdict before, SourceVerdict after, String detail, Instant at)
    implements ClockEvent {}
