package org.opentws.timestamping.store;

import java.time.Instant;

/**
 * One version of a client's rights, as two persons agreed to it.
 *
 * @param secretSha256 lower-case hex of SHA-256 over the client's secret, which nobody here knows
 * @param units ids of the units that it may ask, separated by blanks
 * @param perDay tokens a day; 0 means without limit
 * @param admitted false if this version bars it
 */
public record ClientVersion(
    String client,
    int version,
    String secretSha256,
    String units,
    long perDay,
    boolean admitted,
    String requester,
    String approver,
    Instant at) {}
