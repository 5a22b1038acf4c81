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
import org.opentws.access.RoleName;
import org.opentws.audit.AlarmKind;
import org.opentws.error.ServiceUnavailable;
import org.opentws.revocationstatus.store.CertificateStatusRepository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what this node knows of the change log current, every second and whenever a message B asks
 * for it, also while nobody asks for a status.
 */
@Singleton
@Startup
@RunAs(RoleName.SYSTEM)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class StatusFeed {
  private static final Logger LOG = LoggerFactory.getLogger(StatusFeed.class);

  @Inject StatusReader reader;
  @Inject CertificateStatusRepository repository;
  @Inject KnownChanges knownChanges;
  @Inject StatusAlarms alarms;
  @Inject Heartbeats heartbeats;
  @Inject ChangeJournal journal;

  /** Each second; a failure is tried again at the next. */
  @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
  @PermitAll
  public void everySecond() {
    try {
      readAgain();
      noticeRollback();
      heartbeats.listen();
      journal.force();
    } catch (ServiceUnavailable e) {
      LOG.warn("The change log cannot be read now: {}", e.getMessage());
    } catch (StatusNotTrusted e) {
      alarms.raise(
          AlarmKind.STATUS_NOT_TRUSTED,
          "certificate-status-database",
          String.valueOf(e.getMessage()));
    }
  }

  /**
   * Reads the change log to its end.
   *
   * @throws StatusNotTrusted if it is not revocation management's
   */
  @PermitAll
  public void readAgain() {
    StatusLookup lookup = new StatusLookup(List.of());
    reader.submit(lookup);
    lookup.await();
  }

  /** The database knows less than this node heard: an older state was put in its place (RS1.3). */
  private void noticeRollback() {
    long heard = knownChanges.chain().sequence();
    if (repository.lastSequence() < heard) {
      alarms.raise(
          AlarmKind.STATUS_NOT_TRUSTED,
          "certificate-status-database",
          "fewer changes than heard: " + heard);
    }
  }
}
