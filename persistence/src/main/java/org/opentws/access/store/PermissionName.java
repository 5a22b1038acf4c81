package org.opentws.access.store;

/**
 * The names of permissions as constants, because annotations need them; {@link Permission} says
 * what each allows. What two persons must agree on has one permission to ask and one to approve.
 */
public final class PermissionName {
  public static final String PORTAL_USE = "portal.use";
  public static final String OPERATION_TAKE_PART = "operation.take-part";
  public static final String USER_READ = "user.read";
  public static final String USER_REQUEST = "user.request";
  public static final String USER_APPROVE = "user.approve";
  public static final String SESSION_ADMINISTER = "session.administer";
  public static final String SETTING_READ = "setting.read";
  public static final String SETTING_CHANGE = "setting.change";
  public static final String KEY_READ = "key.read";
  public static final String KEY_REQUEST = "key.request";
  public static final String KEY_APPROVE = "key.approve";
  public static final String DEVICE_ACTIVATE = "device.activate";
  public static final String POLICY_REQUEST = "policy.request";
  public static final String POLICY_APPROVE = "policy.approve";
  public static final String AUDIT_READ = "audit.read";
  public static final String AUDIT_VERIFY = "audit.verify";
  public static final String AUDIT_PARAMETER_REQUEST = "audit-parameter.request";
  public static final String AUDIT_PARAMETER_APPROVE = "audit-parameter.approve";
  public static final String ALARM_READ = "alarm.read";
  public static final String ALARM_ACKNOWLEDGE = "alarm.acknowledge";
  public static final String ARCHIVE_CREATE = "archive.create";
  public static final String ARCHIVE_READ = "archive.read";
  public static final String ARCHIVE_DELETION_REQUEST = "archive-deletion.request";
  public static final String ARCHIVE_DELETION_APPROVE = "archive-deletion.approve";
  public static final String BACKUP_CREATE = "backup.create";
  public static final String BACKUP_RESTORE_REQUEST = "backup-restore.request";
  public static final String BACKUP_RESTORE_APPROVE = "backup-restore.approve";
  public static final String APPLICATION_SUBMIT = "application.submit";
  public static final String APPLICATION_READ = "application.read";
  public static final String APPLICATION_DECIDE = "application.decide";
  public static final String PERSONAL_DATA_EXPORT = "personal-data.export";
  public static final String PERSONAL_DATA_ERASURE_REQUEST = "personal-data-erasure.request";
  public static final String PERSONAL_DATA_ERASURE_APPROVE = "personal-data-erasure.approve";
  public static final String TERMINATION_EXPORT = "termination.export";
  public static final String CERTIFICATE_READ = "certificate.read";
  public static final String STATUS_CHANGE_SUBJECT = "status-change.subject";
  public static final String STATUS_CHANGE_MACHINE = "status-change.machine";
  public static final String STATUS_CHANGE_MANAGEMENT = "status-change.management";
  public static final String SUSPENSION_READ = "suspension.read";
  public static final String CRL_IMPORT = "crl.import";

  private PermissionName() {}
}
