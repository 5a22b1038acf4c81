package org.opentws.revocationstatus.store;

/** A heartbeat as it lies in the database. */
public record SealedHeartbeat(Heartbeat heartbeat, ChangeSeal seal) {}
