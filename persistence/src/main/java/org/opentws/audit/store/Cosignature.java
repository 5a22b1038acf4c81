package org.opentws.audit.store;

import java.time.Instant;
import org.opentws.value.Der;

/**
 * A witness's signature under the checkpoint of a size.
 *
 * @param keyId by which a note names the witness's key
 * @param name of the witness
 * @param value the time that the witness names, and its signature
 * @param at when it arrived
 */
public record Cosignature(long size, Der keyId, String name, Der value, Instant at) {}
