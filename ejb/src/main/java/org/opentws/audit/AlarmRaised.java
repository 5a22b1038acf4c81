package org.opentws.audit;

import java.time.Instant;

/**
 * CDI event, fired asynchronously: a potential or actual security violation (AA6.1). It becomes a
 * record of the log, and the record an alarm. What has a record of its own that tells of it needs
 * no such event: see {@code alarm.AlarmRules}.
 *
 * @param object what it concerns, as records name it, for example "audit-log" or "crl:issuing"
 * @param detail one sentence, without secrets
 */
public record AlarmRaised(AlarmKind kind, String object, String detail, Instant at) {}
