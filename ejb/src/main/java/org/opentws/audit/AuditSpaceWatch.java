package org.opentws.audit;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.EJB;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.opentws.access.store.PermissionName;
import org.opentws.audit.store.AuditDatabase;
import org.opentws.audit.store.AuditSpaceRepository;
import org.opentws.audit.store.AuditStoreFailed;
import org.opentws.error.ServiceUnavailable;
import org.opentws.node.NodeService;
import org.opentws.node.ThisNode;
import org.opentws.time.TrustedTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the room for audit records: keeps some back (AA2.1), raises an alarm when little is
 * left (AA2.3), prepares the partitions of the months to come. It never makes room: nothing is
 * overwritten (AA2.2).
 */
@Singleton
@Startup
@DependsOn("AuditFunction")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class AuditSpaceWatch {
  private static final Logger LOG = LoggerFactory.getLogger(AuditSpaceWatch.class);
  private static final long MEBIBYTE = 1_048_576;
  private static final int MONTHS_AHEAD = 3;

  @EJB private AuditFunction function;
  @Inject private AuditDatabase database;
  @Inject private AuditParameters parameters;
  @Inject private AuditLog audit;
  @Inject private TrustedTime time;
  @Inject private ThisNode node;

  /** Directory on the database's disk, if that is on this machine: its free space counts too. */
  @Inject
  @ConfigProperty(name = "opentws.audit.volume")
  Optional<String> volume;

  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile boolean low;
  private LocalDate preparedOn = LocalDate.EPOCH;

  /** Every five seconds: a full disk that has room again is noticed within this time. */
  @PermitAll
  @Schedule(hour = "*", minute = "*", second = "*/5", persistent = false)
  public void look() {
    if (!busy.compareAndSet(false, true)) {
      return;
    }
    try {
      if (node.runs(NodeService.ADMINISTRATION)) {
        function.node().restoreReserve(parameters.number(AuditParameter.SPACE_RESERVED));
        prepareMonths();
      }
      judge(measure());
    } catch (AuditStoreFailed | ServiceUnavailable e) {
      LOG.warn("The room for audit records cannot be looked after: {}", e.getMessage());
    } finally {
      busy.set(false);
    }
  }

  private void prepareMonths() {
    LocalDate today = LocalDate.ofInstant(time.now(), ZoneOffset.UTC);
    if (!today.equals(preparedOn)) {
      database.space().prepareMonths(today, today.plusMonths(MONTHS_AHEAD));
      preparedOn = today;
    }
  }

  /** Told once when it begins to be low, and once when it is not any more. */
  private void judge(AuditSpace space) {
    long reserve = parameters.number(AuditParameter.SPACE_RESERVED) * MEBIBYTE;
    boolean now =
        space.leftPercent() < parameters.number(AuditParameter.SPACE_THRESHOLD)
            || space.reservedOctets() < reserve;
    if (now == low) {
      return;
    }
    Map<String, String> details = new TreeMap<>();
    details.put("leftPercent", Integer.toString(space.leftPercent()));
    details.put("threshold", parameters.value(AuditParameter.SPACE_THRESHOLD));
    details.put("reserved", Long.toString(space.reservedOctets()));
    details.put("used", Long.toString(space.usedOctets()));
    details.put("allotted", Long.toString(space.allottedOctets()));
    details.put(
        "detail",
        space.leftPercent()
            + " percent of the room for audit records is left"
            + (now ? ": archive old months, or give the log more room" : ""));
    audit.recordAndWait(
        new AuditEvent(
            AuditEventType.AUDIT_SPACE_CHANGED,
            now ? Outcome.FAILURE : Outcome.SUCCESS,
            "audit",
            "audit-log",
            details));
    low = now;
  }

  /** As it is now. */
  @RolesAllowed(PermissionName.ALARM_READ)
  public AuditSpace space() {
    return measure();
  }

  private AuditSpace measure() {
    AuditSpaceRepository space = database.space();
    long used = space.usedOctets();
    long allotted = parameters.number(AuditParameter.SPACE_ALLOTTED) * MEBIBYTE;
    int left = percent(Math.max(0, allotted - used), allotted);
    return new AuditSpace(
        used, allotted, space.reservedOctets(), Math.min(left, diskLeft().orElse(left)));
  }

  private Optional<Integer> diskLeft() {
    if (volume.isEmpty()) {
      return Optional.empty();
    }
    try {
      FileStore disk = Files.getFileStore(Path.of(volume.get()));
      long used = disk.getTotalSpace() - disk.getUnallocatedSpace();
      return Optional.of(percent(disk.getUsableSpace(), used + disk.getUsableSpace()));
    } catch (IOException e) {
      LOG.warn("The disk of {} cannot be measured: {}", volume.get(), e.getMessage());
      return Optional.empty();
    }
  }

  private static int percent(long part, long whole) {
    return whole <= 0 ? 0 : (int) Math.min(100, part * 100 / whole);
  }
}
