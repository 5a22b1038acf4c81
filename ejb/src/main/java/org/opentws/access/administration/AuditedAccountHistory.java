package org.opentws.access.administration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.opentws.access.AccountHistory;
import org.opentws.access.store.AccountRecordRepository;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.format.RecordedVersions;

/** Reads the versions of accounts from the records of their changes. */
@ApplicationScoped
public class AuditedAccountHistory implements AccountHistory {
  static final String VERSION = RecordedVersions.VERSION;

  private static final Set<Integer> CHANGES =
      EnumSet.of(
              AuditEventType.USER_CREATED,
              AuditEventType.USER_CHANGED,
              AuditEventType.ROLE_ASSIGNED,
              AuditEventType.ROLE_REMOVED,
              AuditEventType.PERMISSION_GRANTED,
              AuditEventType.PERMISSION_WITHDRAWN)
          .stream()
          .map(AuditEventType::code)
          .collect(Collectors.toUnmodifiableSet());

  @Inject AccountRecordRepository records;

  @Override
  public Optional<Integer> newestVersion(String account) {
    return newest(account, CHANGES);
  }

  /** The highest version that successful records of these types name. */
  Optional<Integer> newest(String account, Set<Integer> types) {
    return RecordedVersions.highest(records.newest("account:" + account, types));
  }
}
