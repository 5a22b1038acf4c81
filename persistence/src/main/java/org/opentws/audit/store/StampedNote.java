package org.opentws.audit.store;

import java.time.Instant;
import org.opentws.value.Der;

/**
 * A signed checkpoint with a time-stamp token over it.
 *
 * @param token RFC 3161, over the note's text with its signatures as stored
 * @param at when it arrived
 */
public record StampedNote(CheckpointNote note, Der token, Instant at) {}
