package org.opentws.access.administration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.opentws.access.AccountHistory;
import org.opentws.access.store.AccountRecordRepository;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.format.BrokenLog;
import org.opentws.audit.format.EncodedRecord;
import org.opentws.value.Der;

/** Reads the versions of accounts from the records of their changes. */
@ApplicationScoped
public class AuditedAccountHistory implements AccountHistory {
  static final String VERSION = "version";

  /** What a record without a version stands for: an account as the installation made it. */
  private static final String INSTALLED = "1";

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
    return records.newest("account:" + account, types).stream()
        .flatMap(AuditedAccountHistory::version)
        .max(Integer::compare);
  }

  private static Stream<Integer> version(Der record) {
    try {
      String version =
          EncodedRecord.decode(record.octets())
              .content()
              .details()
              .getOrDefault(VERSION, INSTALLED);
      return Arrays.stream(version.split(" ", -1))
          .filter(text -> text.matches("[0-9]{1,9}"))
          .map(Integer::valueOf);
    } catch (BrokenLog e) {
      // What cannot be read proves nothing; verification of the log reports it.
      return Stream.empty();
    }
  }
}
