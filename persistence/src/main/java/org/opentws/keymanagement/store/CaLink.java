package org.opentws.keymanagement.store;

import java.time.Instant;
import org.opentws.value.Der;

/**
 * Two certificates that link an offline CA with its successor of the same name (RFC 4210, 4.4).
 *
 * @param newWithOld the successor's key, certified by the former one
 * @param oldWithNew the former key, certified by the successor's
 */
public record CaLink(String ca, Der newWithOld, Der oldWithNew, Instant importedAt) {}
