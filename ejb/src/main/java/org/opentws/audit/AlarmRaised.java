package org.opentws.audit;

import java.time.Instant;

/**
 * CDI event, fired asynchronously: a potential or actual security violation (AA6.1).
 *
 * @param subject what part of the system, for example "audit"
 * @param detail one sentence, without secrets
 */
public record AlarmRaised(String subject, String detail, Instant at) {}
