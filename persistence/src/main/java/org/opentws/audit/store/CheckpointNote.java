package org.opentws.audit.store;

import java.time.Instant;

/** A checkpoint as a signed note. */
public record CheckpointNote(long size, String note, Instant at) {}
