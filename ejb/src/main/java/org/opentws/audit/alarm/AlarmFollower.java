package org.opentws.audit.alarm;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditParameter;
import org.opentws.audit.AuditParameters;
import org.opentws.audit.format.BrokenLog;
import org.opentws.audit.format.EncodedRecord;
import org.opentws.audit.format.EntryBundle;
import org.opentws.audit.store.AlarmFollowing;
import org.opentws.audit.store.AuditAlarm;
import org.opentws.audit.store.AuditDatabase;
import org.opentws.time.TrustedTime;

/** Follows the sealed log and makes alarms of what it tells. One node at a time. */
@ApplicationScoped
public class AlarmFollower {
  private static final List<Integer> CODES =
      AlarmRules.TYPES.stream().map(AuditEventType::code).sorted().toList();

  @Inject private AuditDatabase database;
  @Inject private AuditParameters parameters;
  @Inject private Instance<AlarmSink> sinks;
  @Inject private TrustedTime time;

  /**
   * Looks at the next rows. A crash before the commit leaves nothing: the same rows are looked at
   * again.
   *
   * @return whether there may be more
   */
  boolean round() {
    try (AlarmFollowing following = database.alarms().follow().orElse(null)) {
      if (following == null) {
        return false;
      }
      List<AlarmFollowing.Row> rows = following.next(CODES);
      if (rows.isEmpty()) {
        return false;
      }
      rows.forEach(row -> look(following, row));
      AlarmFollowing.Row last = rows.get(rows.size() - 1);
      following.commit(last.first() + last.count());
      return true;
    }
  }

  private void look(AlarmFollowing following, AlarmFollowing.Row row) {
    if (row.contents().isEmpty()) {
      return;
    }
    try {
      List<byte[]> entries = EntryBundle.of(row.kind(), row.contents().get());
      for (int i = 0; i < entries.size(); i++) {
        long index = row.first() + i;
        AlarmRules.of(EncodedRecord.decode(entries.get(i)).content())
            .ifPresent(occurrence -> keep(following, occurrence, index));
      }
    } catch (BrokenLog e) {
      // The verification finds it and says so; what can be read has been looked at.
      return;
    }
  }

  private void keep(AlarmFollowing following, AuditAlarm.Occurrence occurrence, long index) {
    Instant now = time.now();
    Duration quiet = Duration.ofSeconds(parameters.number(AuditParameter.ALARM_QUIET));
    Optional<Long> announced = following.occurred(occurrence, index, now, quiet);
    announced.ifPresent(
        alarm -> {
          for (AlarmSink sink : sinks) {
            if (sink.isConfigured()) {
              following.announce(alarm, sink.name(), now);
            }
          }
        });
  }
}
