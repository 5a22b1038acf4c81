package org.opentws.backup;

import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Map;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;
import org.opentws.backup.store.Restoration;
import org.opentws.backup.store.RestorationRepository;
import org.opentws.time.TrustedTime;

/** Tells the restored audit log that it was restored, once, with both persons. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class RestorationRecording {
  @Inject RestorationRepository restorations;
  @Inject AuditLog audit;
  @Inject TrustedTime time;

  /** On whichever node comes first. */
  @PermitAll
  public void record() {
    for (Restoration restoration : restorations.unrecorded()) {
      audit.record(
          new AuditEvent(
              AuditEventType.BACKUP_RESTORED,
              Outcome.SUCCESS,
              "system",
              BackupJournal.object(restoration.backup()),
              Map.of(
                  "documentSha256",
                  restoration.sha256(),
                  "at",
                  restoration.restoredAt().toString(),
                  "requesterPerson",
                  restoration.requester(),
                  "approverPerson",
                  restoration.approver(),
                  "detail",
                  restoration.replaced())));
      restorations.recorded(restoration.id(), time.now());
    }
  }
}
