package org.opentws.audit;

/**
 * Room for audit records (AA2.1).
 *
 * @param usedOctets what the log takes now, its indexes included
 * @param allottedOctets what it may take; beyond that it goes on, with an alarm
 * @param reservedOctets kept back for the records of a full disk
 * @param leftPercent of what is allotted, or of the disk if that is less
 */
public record AuditSpace(
    long usedOctets, long allottedOctets, long reservedOctets, int leftPercent) {}
