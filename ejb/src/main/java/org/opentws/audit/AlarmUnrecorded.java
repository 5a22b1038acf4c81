package org.opentws.audit;

/** CDI event: an alarm that cannot go the way of the log, because the log cannot be written. */
public record AlarmUnrecorded(AlarmRaised alarm) {}
