package org.opentws.revocationstatus;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RunAs;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.opentws.access.RoleName;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;
import org.opentws.error.ServiceUnavailable;
import org.opentws.revocationstatus.store.CertificateStatusRepository;
import org.opentws.revocationstatus.store.StatusChangeRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells this node what changed elsewhere: reads the change log from the last number heard, every
 * second and whenever a message B does not fit.
 */
@Singleton
@Startup
@RunAs(RoleName.SYSTEM)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class StatusFeed {
  private static final Logger LOG = LoggerFactory.getLogger(StatusFeed.class);
  private static final int CHANGES_A_READ = 5000;

  @Inject CertificateStatusRepository repository;
  @Inject KnownChanges knownChanges;
  @Inject AuditLog auditLog;

  private volatile boolean rolledBack;
  private volatile boolean contradicted;

  /** Each second; a failure is tried again at the next. */
  @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
  @PermitAll
  public void everySecond() {
    try {
      readAgain();
      contradicted = false;
    } catch (ServiceUnavailable e) {
      LOG.warn("The change log cannot be read now: {}", e.getMessage());
    } catch (StatusNotTrusted e) {
      noticeContradiction(String.valueOf(e.getMessage()));
    }
  }

  /** RS1.3: the change log has a hole, or says something else than before; told once. */
  private void noticeContradiction(String reason) {
    LOG.error("The change log is not trusted: {}", reason);
    if (!contradicted) {
      alarm(Map.of("reason", reason));
      contradicted = true;
    }
  }

  /** Reads the change log from the last number heard to its end. */
  @PermitAll
  public void readAgain() {
    List<StatusChangeRow> changes;
    do {
      changes = repository.changesAfter(knownChanges.lastSequence(), CHANGES_A_READ);
      changes.forEach(this::hear);
    } while (changes.size() == CHANGES_A_READ);
    knownChanges.readToTheEnd();
    noticeRollback();
  }

  private void hear(StatusChangeRow change) {
    KnownChanges.Fit fit = knownChanges.hear(change);
    switch (fit) {
      case NEXT, KNOWN -> {
        /* as it should be */
      }
      case GAP, CONTRADICTION ->
          throw new StatusNotTrusted("change log: number " + change.sequence() + " is a " + fit);
    }
  }

  /** The database knows less than this node heard: an older state was put in its place (RS1.3). */
  private void noticeRollback() {
    long heard = knownChanges.lastSequence();
    boolean behind = repository.lastSequence() < heard;
    if (behind && !rolledBack) {
      alarm(Map.of("reason", "fewer changes than heard", "heard", Long.toString(heard)));
    }
    rolledBack = behind;
  }

  private void alarm(Map<String, String> details) {
    auditLog.recordAndWait(
        new AuditEvent(
            AuditEventType.ALARM_RAISED,
            Outcome.FAILURE,
            "revocationstatus",
            "certificate-status-database",
            details));
  }
}
