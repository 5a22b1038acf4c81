package org.opentws.backup;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Map;
import org.opentws.access.store.PermissionName;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;
import org.opentws.backup.store.BackupRepository;
import org.opentws.backup.store.BackupRow;

/** What there is to know of a backup, together with its record in the audit log or not at all. */
@Stateless
public class BackupJournal {
  @Inject BackupRepository backups;
  @Inject AuditLog audit;

  @RolesAllowed(PermissionName.BACKUP_CREATE)
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public void made(BackupRow backup) {
    backups.add(backup);
    audit.record(
        new AuditEvent(
            AuditEventType.BACKUP_CREATED,
            Outcome.SUCCESS,
            backup.account(),
            object(backup.id()),
            Map.of("documentSha256", backup.sha256(), "size", Long.toString(backup.octets()))));
  }

  /** Nothing is left of it. */
  @RolesAllowed(PermissionName.BACKUP_CREATE)
  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  public void failed(String id, String account, String reason) {
    audit.recordAndWait(
        new AuditEvent(
            AuditEventType.BACKUP_CREATED,
            Outcome.FAILURE,
            account,
            object(id),
            Map.of("reason", reason)));
  }

  @RolesAllowed(PermissionName.BACKUP_CREATE)
  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  public void read(BackupRow backup, String account) {
    audit.recordAndWait(
        new AuditEvent(
            AuditEventType.BACKUP_READ,
            Outcome.SUCCESS,
            account,
            object(backup.id()),
            Map.of("documentSha256", backup.sha256())));
  }

  static String object(String id) {
    return "backup:" + id;
  }
}
