package org.opentws.audit;

import org.jspecify.annotations.Nullable;
import org.opentws.error.ServiceUnavailable;

/**
 * Why records are not accepted at this moment, if so; known to every part of the audit function.
 */
final class AuditCondition {
  private volatile @Nullable String storageFailed;
  private volatile @Nullable String sealingFailed;
  private volatile @Nullable String logBroken;
  private volatile @Nullable String reserveInUse;
  private volatile boolean closed;

  /** Records cannot be written; ends when they can again. */
  void storageFailed(@Nullable String reason) {
    storageFailed = reason;
  }

  /** Records cannot be sealed; ends when they can again. */
  void sealingFailed(@Nullable String reason) {
    sealingFailed = reason;
  }

  /** Only the reserved room is left: for records of the audit function and of trouble. */
  void reserveInUse(@Nullable String reason) {
    reserveInUse = reason;
  }

  boolean isReserveInUse() {
    return reserveInUse != null;
  }

  /** The log in the database is not the one this node knows. Only a restart leaves this state. */
  void logBroken(String reason) {
    logBroken = reason;
  }

  boolean isLogBroken() {
    return logBroken != null;
  }

  void close() {
    closed = true;
  }

  @Nullable String reason() {
    if (logBroken != null) {
      return logBroken;
    }
    if (closed) {
      return "the audit function is stopped";
    }
    if (storageFailed != null) {
      return storageFailed;
    }
    return sealingFailed != null ? sealingFailed : reserveInUse;
  }

  /** Why a record of this type is not accepted, if so. */
  @Nullable String reasonAgainst(AuditEventType type) {
    String reason = reason();
    boolean onlyFull = reason != null && reason.equals(reserveInUse);
    return onlyFull && type.mayUseReserve() ? null : reason;
  }

  /** Fails if records are not accepted: then nothing that must be audited may happen. */
  void demandOpen(AuditEventType type) {
    String reason = reasonAgainst(type);
    if (reason != null) {
      throw unavailable(reason);
    }
  }

  static ServiceUnavailable unavailable(String reason) {
    return new ServiceUnavailable(ServiceUnavailable.Cause.AUDIT, "audit: " + reason);
  }
}
