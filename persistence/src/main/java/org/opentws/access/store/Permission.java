package org.opentws.access.store;

import java.util.Arrays;
import java.util.Optional;

/**
 * The smallest right that there is. Roles are sets of permissions; some can also be granted alone
 * to holders of certain roles (M1.1, AA5.1).
 */
public enum Permission {
  PORTAL_USE(
      PermissionName.PORTAL_USE,
      "Open the portal, see whether the system is well, look after the own account"),
  OPERATION_TAKE_PART(
      PermissionName.OPERATION_TAKE_PART,
      "See dual-control operations of the types that the own permissions have to do with"),
  USER_READ(PermissionName.USER_READ, "Read users, their roles, scopes and credentials"),
  USER_REQUEST(PermissionName.USER_REQUEST, "Ask for a change of users, roles or credentials"),
  USER_APPROVE(PermissionName.USER_APPROVE, "Approve a change of users, roles or credentials"),
  SESSION_ADMINISTER(PermissionName.SESSION_ADMINISTER, "See and end the sessions of others"),
  SETTING_READ(PermissionName.SETTING_READ, "Read the settings of the running system"),
  SETTING_CHANGE(PermissionName.SETTING_CHANGE, "Change the settings of the running system"),
  KEY_READ(PermissionName.KEY_READ, "Read the inventory of keys and devices"),
  KEY_REQUEST(PermissionName.KEY_REQUEST, "Ask for something to be done with keys"),
  KEY_APPROVE(PermissionName.KEY_APPROVE, "Approve what is to be done with keys"),
  DEVICE_ACTIVATE(
      PermissionName.DEVICE_ACTIVATE,
      "Give the own share of a locked device's PIN, and lock a device"),
  POLICY_REQUEST(PermissionName.POLICY_REQUEST, "Ask for a change of profiles or policies"),
  POLICY_APPROVE(PermissionName.POLICY_APPROVE, "Approve a change of profiles or policies"),
  AUDIT_READ(PermissionName.AUDIT_READ, "Search and read the audit log"),
  AUDIT_VERIFY(PermissionName.AUDIT_VERIFY, "Verify the audit log"),
  AUDIT_PARAMETER_REQUEST(
      PermissionName.AUDIT_PARAMETER_REQUEST, "Ask for a change of what is audited"),
  AUDIT_PARAMETER_APPROVE(
      PermissionName.AUDIT_PARAMETER_APPROVE, "Approve a change of what is audited"),
  ALARM_READ(
      PermissionName.ALARM_READ, "Read alarms, and whether audit records are written and kept"),
  ALARM_ACKNOWLEDGE(PermissionName.ALARM_ACKNOWLEDGE, "Take note of alarms"),
  ARCHIVE_CREATE(PermissionName.ARCHIVE_CREATE, "Archive what no archive has yet"),
  ARCHIVE_READ(PermissionName.ARCHIVE_READ, "Search and read the archive"),
  ARCHIVE_DELETION_REQUEST(
      PermissionName.ARCHIVE_DELETION_REQUEST, "Ask for the deletion of archive entries"),
  ARCHIVE_DELETION_APPROVE(
      PermissionName.ARCHIVE_DELETION_APPROVE, "Approve the deletion of archive entries"),
  BACKUP_CREATE(PermissionName.BACKUP_CREATE, "Make a backup"),
  BACKUP_RESTORE_REQUEST(PermissionName.BACKUP_RESTORE_REQUEST, "Ask for a backup to be restored"),
  BACKUP_RESTORE_APPROVE(
      PermissionName.BACKUP_RESTORE_APPROVE, "Approve that a backup is restored"),
  APPLICATION_SUBMIT(
      PermissionName.APPLICATION_SUBMIT,
      "Submit applications as the system of a registration authority"),
  APPLICATION_READ(PermissionName.APPLICATION_READ, "Read applications with their evidence"),
  APPLICATION_DECIDE(PermissionName.APPLICATION_DECIDE, "Approve and reject applications"),
  PERSONAL_DATA_EXPORT(
      PermissionName.PERSONAL_DATA_EXPORT,
      "Take out everything that the system holds about one person, and order that it is kept"),
  PERSONAL_DATA_ERASURE_REQUEST(
      PermissionName.PERSONAL_DATA_ERASURE_REQUEST,
      "Ask for the erasure of one person's data, or for the end of an order to keep them"),
  PERSONAL_DATA_ERASURE_APPROVE(
      PermissionName.PERSONAL_DATA_ERASURE_APPROVE,
      "Approve the erasure of one person's data, or the end of an order to keep them"),
  TERMINATION_EXPORT(
      PermissionName.TERMINATION_EXPORT,
      "Ask for, approve and take out the package of all that must be kept after the provider stops"),
  CERTIFICATE_READ(
      PermissionName.CERTIFICATE_READ, "Search and read all certificates with their status"),
  STATUS_CHANGE_SUBJECT(
      PermissionName.STATUS_CHANGE_SUBJECT,
      "Suspend, reinstate and revoke certificates of subjects"),
  STATUS_CHANGE_MANAGEMENT(
      PermissionName.STATUS_CHANGE_MANAGEMENT,
      "Suspend, reinstate and revoke infrastructure and control certificates"),
  STATUS_CHANGE_MACHINE(
      PermissionName.STATUS_CHANGE_MACHINE,
      "Suspend, reinstate and revoke certificates of subjects as the system of a registration authority"),
  SUSPENSION_READ(PermissionName.SUSPENSION_READ, "List the suspended certificates"),
  CRL_IMPORT(PermissionName.CRL_IMPORT, "Import the revocation list of an offline CA");

  private final String text;
  private final String meaning;

  Permission(String text, String meaning) {
    this.text = text;
    this.meaning = meaning;
  }

  /** Its stable name, for example "audit.read": what is stored, and what annotations name. */
  public String text() {
    return text;
  }

  /** What it allows, in words. */
  public String meaning() {
    return meaning;
  }

  public static Optional<Permission> named(String text) {
    return Arrays.stream(values()).filter(permission -> permission.text.equals(text)).findFirst();
  }
}
