package org.opentws.timestamping.store;

import java.time.Instant;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

/**
 * One token as it is kept.
 *
 * @param unit the time-stamping unit's id
 * @param imprintAlgorithm object identifier in dotted form
 * @param token DER of the TimeStampToken
 * @param client who asked for it: a registered client's name, or "anonymous"
 */
public record ArchivedTimeStamp(
    SerialNumber serial,
    String unit,
    Instant genTime,
    String imprintAlgorithm,
    Der imprint,
    Der token,
    String client) {}
