package org.opentws.audit.store;

/**
 * An alarm on its way to a sink.
 *
 * @param attempts this one included
 */
public record DueDelivery(long id, String sink, AuditAlarm alarm, int attempts) {}
