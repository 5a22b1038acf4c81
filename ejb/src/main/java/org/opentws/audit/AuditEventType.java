package org.opentws.audit;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The catalogue of audit events (AA1.1). Codes are stable for ever; a name may be improved. */
public enum AuditEventType {
  SYSTEM_STARTED(1, "System started"),
  SYSTEM_STOPPED(2, "System stopped"),
  AUDIT_STARTED(3, "Audit function started"),
  AUDIT_STOPPED(4, "Audit function stopped"),
  AUDIT_STORAGE_FAILED(5, "Audit records could not be written"),
  AUDIT_STORAGE_RESUMED(6, "Audit records can be written again"),
  AUDIT_TRANSACTION_VOID(7, "A transaction was rolled back after its record number was taken"),
  AUDIT_SEARCHED(8, "Audit log searched"),
  AUDIT_VERIFIED(9, "Audit log verified"),
  AUDIT_EXPORTED(10, "Audit log exported"),
  CONFIGURATION_CHANGED(11, "Configuration changed"),
  CLOCK_STATE_CHANGED(12, "Clock state changed"),
  ALARM_RAISED(13, "Alarm raised"),
  AUDIT_EPOCH_VOUCHED(14, "Audit key vouched for epochs of the log"),
  AUDIT_PARAMETER_CHANGED(15, "Audit parameter changed"),
  AUDIT_UNCLEAN_END(16, "Audit function had ended without its stop record"),
  ALARM_ACKNOWLEDGED(17, "Alarm acknowledged"),
  AUDIT_PROVED(18, "Proof made that a record stands in the audit log"),
  AUDIT_SPACE_CHANGED(19, "Room left for audit records changed"),
  LOGIN(20, "Login"),
  LOGOUT(21, "Logout"),
  SESSION_EXPIRED(22, "Session expired"),
  ACCOUNT_LOCKED(23, "Account locked"),
  ACCESS_DENIED(24, "Access denied"),
  USER_CREATED(25, "User created"),
  USER_CHANGED(26, "Credentials or state of a user changed"),
  ROLE_ASSIGNED(27, "Role assigned"),
  ROLE_REMOVED(28, "Role removed"),
  INSTALLATION(29, "Installation ceremony imported"),
  PERMISSION_GRANTED(30, "Single permission granted"),
  PERMISSION_WITHDRAWN(31, "Single permission withdrawn"),
  SESSION_ENDED(32, "Session of another ended by an officer"),
  OFFICERS_RECOVERED(33, "Security officers made anew by the recovery ceremony"),
  OFFICER_SIGNER_CHANGED(35, "Another key signs recovery documents"),
  SETTING_CHANGED(36, "Setting of the running system changed"),
  OPERATION_REQUESTED(40, "Dual-control operation requested"),
  OPERATION_APPROVED(41, "Dual-control operation approved"),
  OPERATION_REJECTED(42, "Dual-control operation rejected"),
  OPERATION_EXECUTED(43, "Dual-control operation executed"),
  OPERATION_EXPIRED(44, "Dual-control operation expired"),
  KEY_GENERATED(60, "Key generated"),
  KEY_BOUND(61, "Key bound to its certificate"),
  KEY_ACTIVATED(62, "Key activated"),
  KEY_DEACTIVATED(63, "Key deactivated"),
  KEY_DESTROYED(64, "Key destroyed"),
  KEY_USE_REFUSED(65, "Use of a key refused"),
  DEVICE_LOST(66, "Cryptographic device lost"),
  DEVICE_RETURNED(67, "Cryptographic device returned"),
  DEVICE_SHARE_GIVEN(68, "Share for the activation of a device given"),
  DEVICE_ACTIVATED(69, "Cryptographic device activated"),
  DEVICE_LOCKED(70, "Cryptographic device locked"),
  KEY_COMPROMISED(71, "Key marked as compromised"),
  DEVICE_SHARE_WITHDRAWN(72, "Share for the activation of a device taken back"),
  KEY_ROLLED_OVER(73, "Spare key took the place of a key whose end is near"),
  DEVICE_REFUSED(74, "Cryptographic device refused for a new key"),
  KEY_BACKED_UP(75, "Key backed up"),
  KEY_RESTORED(76, "Key restored from its backup"),
  ALGORITHM_CATALOGUE_CHANGED(77, "Algorithm catalogue changed"),
  KEY_REPLICATED(78, "Key taken into the replica of its device"),
  APPLICATION_SUBMITTED(80, "Certificate application submitted"),
  APPLICATION_APPROVED(81, "Certificate application approved"),
  APPLICATION_REJECTED(82, "Certificate application rejected"),
  APPLICATION_VIEWED(83, "Certificate application viewed"),
  CERTIFICATE_REQUEST_SEALED(84, "Certificate request sealed by registration"),
  CERTIFICATE_REQUEST_REFUSED(85, "Certificate request refused by generation"),
  CERTIFICATE_INTENT(86, "Certificate about to be signed"),
  CERTIFICATE_GENERATED(87, "Certificate generated"),
  CERTIFICATE_PUBLISHED(88, "Certificate published"),
  CERTIFICATE_VIEWED(89, "Certificate viewed by an officer"),
  PERSONAL_DATA_EXPORTED(90, "Everything about one person taken out"),
  PERSONAL_DATA_ERASED(91, "Personal data of a person erased"),
  LEGAL_HOLD_PLACED(92, "Order to keep a person's data placed"),
  LEGAL_HOLD_LIFTED(93, "Order to keep a person's data lifted"),
  TERMINATION_PACKAGE_ALLOWED(94, "Package of all that must be kept allowed by two persons"),
  TERMINATION_PACKAGE_EXPORTED(95, "Package of all that must be kept taken out"),
  BACKUP_CREATED(96, "Backup made"),
  BACKUP_READ(97, "Backup taken to another place"),
  BACKUP_RESTORE_ORDERED(98, "Order of two persons to restore a backup"),
  BACKUP_RESTORED(99, "Database restored from a backup"),
  STATUS_CHANGE_REQUESTED(100, "Status change requested"),
  STATUS_CHANGE_REFUSED(101, "Status change refused"),
  STATUS_CHANGED(102, "Certificate status changed"),
  STATUS_MESSAGE_SENT(103, "Status message sent"),
  STATUS_MESSAGE_RECEIVED(104, "Status message received"),
  STATUS_MESSAGE_REFUSED(105, "Status message refused"),
  CRL_GENERATED(106, "CRL generated"),
  CRL_IMPORTED(107, "CRL of an offline CA imported"),
  STATUS_ENTERED(108, "Certificate that the database had lost entered again"),
  THIRD_PARTY_CHANGED(109, "Third party admitted to ask for status changes, or barred"),
  STATUS_CHANGE_APPROVED(110, "Status change request approved by an officer"),
  CRL_ISSUER_APPOINTED(111, "CA appointed to make the CRLs of another one whose key is gone"),
  LINK_CERTIFICATES_IMPORTED(
      112, "Certificates that link an offline CA with its successor taken in"),
  OCSP_ANSWERED(120, "OCSP request answered"),
  TIME_STAMP_ISSUED(140, "Time-stamp issued"),
  TIME_STAMP_REFUSED(141, "Time-stamp refused"),
  TIME_STAMP_UNIT_CHANGED(142, "Time-stamping unit or policy changed"),
  TIME_STAMP_CLIENT_CHANGED(143, "Client of the time-stamping service changed"),
  TIME_STAMP_ARCHIVE_READ(144, "Archive of time-stamps read"),
  CLOCK_CALIBRATED(150, "Clock compared with its sources"),
  LEAP_SECOND(151, "Leap second"),
  TIME_SOURCE_CHANGED(152, "Time source judged differently"),
  ARCHIVE_CREATED(160, "Archive made"),
  ARCHIVE_READ(161, "Archive searched or taken out"),
  ARCHIVE_DELETED(162, "Archive deleted after its retention"),
  AUDIT_PERSONAL_ERASED(200, "Personal values beside audit records erased");

  private static final Map<Integer, AuditEventType> BY_CODE =
      Arrays.stream(values()).collect(Collectors.toMap(AuditEventType::code, Function.identity()));

  private static final int RESERVE_FIRST_END = 40;
  private static final int RESERVE_SECOND = 200;

  private final int code;
  private final String title;

  AuditEventType(int code, String title) {
    this.code = code;
    this.title = title;
  }

  /** Stable number, as written in the log. */
  public int code() {
    return code;
  }

  /** For people (AA4.2). */
  public String title() {
    return title;
  }

  /**
   * Whether records of this type are written also when only the reserved room is left (AA2.1): what
   * tells of trouble, and of those who come to look after it. Codes below 40 and from 200 on belong
   * to the audit function, to logins and to access.
   */
  boolean mayUseReserve() {
    return code < RESERVE_FIRST_END
        || code >= RESERVE_SECOND
        || this == DEVICE_LOST
        || this == DEVICE_RETURNED;
  }

  /** The type of a stored code; empty if a newer version of the system wrote it. */
  public static Optional<AuditEventType> ofCode(int code) {
    return Optional.ofNullable(BY_CODE.get(code));
  }

  /** For people, also for a code that is not known here. */
  public static String titleOf(int code) {
    return ofCode(code).map(AuditEventType::title).orElse("Event " + code);
  }
}
