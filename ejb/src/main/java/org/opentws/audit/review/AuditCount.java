package org.opentws.audit.review;

import java.time.Instant;

/**
 * How many records.
 *
 * @param hour its beginning
 * @param type stable name of the event type
 * @param title the event in words
 */
public record AuditCount(Instant hour, String type, String title, String outcome, long records) {}
