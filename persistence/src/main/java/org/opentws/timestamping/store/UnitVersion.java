package org.opentws.timestamping.store;

import java.time.Instant;

/**
 * One version of a time-stamping unit's definition, as two persons agreed to it.
 *
 * @param definition JSON
 * @param offered false if the unit is withdrawn by this version
 */
public record UnitVersion(
    String unit,
    int version,
    String definition,
    boolean offered,
    String requester,
    String approver,
    Instant at) {}
