package org.opentws.audit.store;

import org.opentws.value.Der;

/** A full tile: 256 hashes of one level. */
public record AuditTile(int level, long index, Der hashes) {}
