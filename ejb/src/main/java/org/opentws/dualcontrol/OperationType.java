package org.opentws.dualcontrol;

import java.util.Arrays;
import java.util.Optional;
import org.opentws.access.store.Permission;

/**
 * Everything that takes two persons in this system: which permission asks for it, and which one
 * approves it. A type stands here before it is built, so that nothing can be built round it.
 */
public enum OperationType {
  // KM1.3
  GENERATE_KEY(Permission.KEY_REQUEST, Permission.KEY_APPROVE),
  // KM3.2
  ACTIVATE_KEY(Permission.KEY_REQUEST, Permission.KEY_APPROVE),
  ACTIVATE_DEVICE(Permission.KEY_REQUEST, Permission.KEY_APPROVE),
  DEACTIVATE_KEY(Permission.KEY_REQUEST, Permission.KEY_APPROVE),
  // KM4, KM5
  IMPORT_CA_CERTIFICATE(Permission.KEY_REQUEST, Permission.KEY_APPROVE),
  IMPORT_CA_CRL(Permission.KEY_REQUEST, Permission.KEY_APPROVE),
  IMPORT_LINK_CERTIFICATES(Permission.KEY_REQUEST, Permission.KEY_APPROVE),
  COMPROMISE_KEY(Permission.KEY_REQUEST, Permission.KEY_APPROVE),
  DESTROY_KEY(Permission.KEY_REQUEST, Permission.KEY_APPROVE),
  // KM6.6
  BACKUP_KEY(Permission.KEY_REQUEST, Permission.KEY_APPROVE),
  RESTORE_KEY(Permission.KEY_REQUEST, Permission.KEY_APPROVE),
  REPLICATE_KEY(Permission.KEY_REQUEST, Permission.KEY_APPROVE),
  ISSUE_CA_CERTIFICATE(Permission.KEY_REQUEST, Permission.KEY_APPROVE),
  // CG3.1a
  CROSS_CERTIFY(Permission.KEY_REQUEST, Permission.KEY_APPROVE),
  // RM1.4
  REVOKE_TSP_CERTIFICATE(Permission.KEY_REQUEST, Permission.KEY_APPROVE),
  // RM2.1
  REVOKE_LOST_CERTIFICATE(Permission.KEY_REQUEST, Permission.KEY_APPROVE),
  // RM2.4
  ISSUE_LAST_CRL(Permission.KEY_REQUEST, Permission.KEY_APPROVE),
  // RM2.2
  APPOINT_CRL_ISSUER(Permission.KEY_REQUEST, Permission.KEY_APPROVE),
  // RM1.5
  DEFINE_THIRD_PARTY(Permission.POLICY_REQUEST, Permission.POLICY_APPROVE),
  // KM1.4
  CERTIFY_CONTROL_KEY(Permission.USER_REQUEST, Permission.USER_APPROVE),
  // M1.2a, M1.3
  CREATE_USER(Permission.USER_REQUEST, Permission.USER_APPROVE),
  CHANGE_OFFICER_SIGNER(Permission.USER_REQUEST, Permission.USER_APPROVE),
  DISABLE_USER(Permission.USER_REQUEST, Permission.USER_APPROVE),
  ENABLE_USER(Permission.USER_REQUEST, Permission.USER_APPROVE),
  // IA4.1
  ADD_CONTROL_CERTIFICATE(Permission.USER_REQUEST, Permission.USER_APPROVE),
  SET_PASSWORD(Permission.USER_REQUEST, Permission.USER_APPROVE),
  REMOVE_AUTHENTICATOR(Permission.USER_REQUEST, Permission.USER_APPROVE),
  ASSIGN_ROLE(Permission.USER_REQUEST, Permission.USER_APPROVE),
  REMOVE_ROLE(Permission.USER_REQUEST, Permission.USER_APPROVE),
  // AA5.1
  GRANT_PERMISSION(Permission.USER_REQUEST, Permission.USER_APPROVE),
  WITHDRAW_PERMISSION(Permission.USER_REQUEST, Permission.USER_APPROVE),
  // SA1.1
  CHANGE_SCOPES(Permission.USER_REQUEST, Permission.USER_APPROVE),
  CERTIFY_MACHINE_KEY(Permission.USER_REQUEST, Permission.USER_APPROVE),
  REGISTER_MACHINE(Permission.USER_REQUEST, Permission.USER_APPROVE),
  CHANGE_PROFILE(Permission.POLICY_REQUEST, Permission.POLICY_APPROVE),
  CHANGE_POLICY(Permission.POLICY_REQUEST, Permission.POLICY_APPROVE),
  // TS1.1, TS3.3
  DEFINE_TIME_STAMPING_UNIT(Permission.POLICY_REQUEST, Permission.POLICY_APPROVE),
  WITHDRAW_TIME_STAMPING_UNIT(Permission.POLICY_REQUEST, Permission.POLICY_APPROVE),
  DEFINE_TIME_STAMP_CLIENT(Permission.POLICY_REQUEST, Permission.POLICY_APPROVE),
  CHANGE_ALGORITHM_CATALOGUE(Permission.POLICY_REQUEST, Permission.POLICY_APPROVE),
  CHANGE_AUDIT_PARAMETERS(Permission.AUDIT_PARAMETER_REQUEST, Permission.AUDIT_PARAMETER_APPROVE),
  ERASE_PERSONAL_AUDIT_VALUES(
      Permission.ARCHIVE_DELETION_REQUEST, Permission.ARCHIVE_DELETION_APPROVE),
  // R2.1, EIDAS-24.2.j
  ERASE_PERSONAL_DATA(
      Permission.PERSONAL_DATA_ERASURE_REQUEST, Permission.PERSONAL_DATA_ERASURE_APPROVE),
  LIFT_LEGAL_HOLD(
      Permission.PERSONAL_DATA_ERASURE_REQUEST, Permission.PERSONAL_DATA_ERASURE_APPROVE),
  // EIDAS-24.2.h
  EXPORT_TERMINATION_PACKAGE(Permission.TERMINATION_EXPORT, Permission.TERMINATION_EXPORT),
  // AR3.1
  DELETE_ARCHIVE(Permission.ARCHIVE_DELETION_REQUEST, Permission.ARCHIVE_DELETION_APPROVE),
  // BK3.2
  RESTORE_BACKUP(Permission.BACKUP_RESTORE_REQUEST, Permission.BACKUP_RESTORE_APPROVE);

  private final Permission requesting;
  private final Permission approving;

  OperationType(Permission requesting, Permission approving) {
    this.requesting = requesting;
    this.approving = approving;
  }

  /** What one must hold to ask for it. */
  public Permission requesting() {
    return requesting;
  }

  /** What one must hold to approve or reject it. */
  public Permission approving() {
    return approving;
  }

  static Optional<OperationType> named(String name) {
    return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
  }
}
