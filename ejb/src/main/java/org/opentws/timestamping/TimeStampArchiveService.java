package org.opentws.timestamping;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.opentws.access.CurrentCaller;
import org.opentws.access.store.PermissionName;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.timestamping.store.ArchivedTimeStamp;
import org.opentws.timestamping.store.TimeStampArchiveRepository;
import org.opentws.timestamping.store.TimeStampPolicyRepository;
import org.opentws.timestamping.store.UsageLine;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

/** The archive of tokens and the accounts, for officers (TS6.1, AR1.1). Each look is recorded. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class TimeStampArchiveService {
  /** More than this is not shown at once. */
  public static final int SHOWN_MAX = 1000;

  private static final Duration ACCOUNT_MAX = Duration.ofDays(3660);

  @Inject TimeStampArchiveRepository archive;
  @Inject TimeStampPolicyRepository accounts;
  @Inject TimeStampPolicies policies;
  @Inject CurrentCaller caller;
  @Inject AuditLog audit;

  /**
   * One token by its serial number.
   *
   * @throws RequestRefused NOT_FOUND
   */
  @RolesAllowed(PermissionName.ARCHIVE_READ)
  public ArchivedTimeStamp find(SerialNumber serial) {
    looked("serial " + serial.hex());
    return archive
        .find(serial)
        .orElseThrow(() -> new RequestRefused(Refusal.NOT_FOUND, "no such time-stamp"));
  }

  /** Tokens over a datum, newest first. */
  @RolesAllowed(PermissionName.ARCHIVE_READ)
  public List<ArchivedTimeStamp> findByImprint(Der imprint) {
    looked("imprint");
    return archive.findByImprint(imprint, SHOWN_MAX);
  }

  /** Tokens of a time, oldest first; from is included, to is not. */
  @RolesAllowed(PermissionName.ARCHIVE_READ)
  public List<ArchivedTimeStamp> findByTime(Instant from, Instant to, int max) {
    looked("time " + from + " to " + to);
    return archive.findByTime(from, to, Math.min(max, SHOWN_MAX));
  }

  /** Tokens given, by day, client and unit; both days are included. */
  @RolesAllowed(PermissionName.SETTING_READ)
  public List<UsageLine> accounts(LocalDate from, LocalDate to) {
    if (to.isBefore(from) || from.plusDays(ACCOUNT_MAX.toDays()).isBefore(to)) {
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, "from and to are at most ten years");
    }
    return accounts.usage(from, to);
  }

  /** What is offered now. */
  @RolesAllowed(PermissionName.PORTAL_USE)
  public List<TimeStampingUnit> units() {
    return policies.units();
  }

  private void looked(String what) {
    audit.recordAndWait(
        new AuditEvent(
            AuditEventType.TIME_STAMP_ARCHIVE_READ,
            Outcome.SUCCESS,
            caller.get().account(),
            "time-stamp-archive",
            Map.of("search", what)));
  }
}
