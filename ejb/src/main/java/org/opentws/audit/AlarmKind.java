package org.opentws.audit;

/** What may be, or may become, a violation of security (AA6.1). Names are stable for ever. */
public enum AlarmKind {
  AUDIT_LOG_BROKEN("The audit log does not verify"),
  AUDIT_STORAGE_FAILED("Audit records cannot be written"),
  AUDIT_SPACE_LOW("Little room is left for audit records"),
  AUDIT_SIGNING_FAILED("Checkpoints of the audit log are not signed"),
  WITNESS_DISAGREES("An outside witness does not find the audit log consistent"),
  WITNESS_SILENT("An outside witness does not cosign the audit log"),
  CHECKPOINT_NOT_STAMPED("Checkpoints of the audit log are not time-stamped"),
  UNCLEAN_END("A node ended without stopping"),
  ACCOUNT_LOCKED("An account was locked after failed logins"),
  AUTHENTICATOR_COPIED("An authenticator's counter did not grow: a copy of it may be in use"),
  ROLE_CONFLICT("Roles that must be separate were found together"),
  OFFICERS_RECOVERED("Security officers were made anew, or should have been"),
  MESSAGE_REFUSED("A forged, altered or replayed message was refused"),
  DEVICE_LOST("A cryptographic device does not answer"),
  DEVICE_NOT_APPROVED("A cryptographic device is not approved, or not any more"),
  PIN_FAILURE("A cryptographic device refuses its PIN"),
  REPLICA_DIFFERS("A replica does not hold a key in use as its device does"),
  KEY_UNKNOWN("A device holds a key that the register does not know"),
  KEY_MISUSE("A key was to be used outside of its life or purpose"),
  EXPIRY_NEAR("A certificate or key is about to expire"),
  SPARE_KEY_MISSING("A key whose end is near has no spare key"),
  ALGORITHM_ENDING("Keys or certificates live longer than their algorithm is good"),
  CLOCK_OUT_OF_TOLERANCE("The clock is out of tolerance"),
  STATUS_NOT_TRUSTED("The certificate status database is not what it was"),
  CERTIFICATE_NOT_TRUSTED("A stored certificate is not the one that was signed"),
  CERTIFICATE_UNKNOWN("Somebody asks for the status of a certificate that was never issued"),
  ROW_FORGED("A row that counts only under a seal was not written by this system"),
  PASSPHRASE_GUESSED("A revocation passphrase was locked after wrong tries"),
  BACKLOG("Requests wait too long"),
  CRL_LATE("A CRL is late"),
  BACKUP_ALTERED("A backup is not as it was made"),
  PROGRAM_CHANGED("The installed program was changed"),
  OTHER("Something else is amiss");

  private final String title;

  AlarmKind(String title) {
    this.title = title;
  }

  /** For people. */
  public String title() {
    return title;
  }

  /** The kind of this name; OTHER if there is none. */
  public static AlarmKind named(String name) {
    for (AlarmKind kind : values()) {
      if (kind.name().equals(name)) {
        return kind;
      }
    }
    return OTHER;
  }
}
