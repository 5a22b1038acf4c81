package org.opentws.audit;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.opentws.audit.store.AuditSpaceRepository;
import org.opentws.audit.store.AuditStoreFailed;
import org.opentws.time.TrustedTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Room that is kept back for the log (AA2.1). When the disk is full it is given up: from then on
 * nothing audited happens any more, but the log can still tell of the failure, of what is refused
 * and of who comes to help (AA1.1e). When there is room again it is filled anew, and work goes on.
 */
final class ReservedRoom {
  private static final Logger LOG = LoggerFactory.getLogger(ReservedRoom.class);

  private final AuditSpaceRepository space;
  private final AuditCondition condition;
  private final TrustedTime time;
  private final Consumer<String> alarm;
  private volatile Instant givenUpAt = Instant.EPOCH;

  ReservedRoom(
      AuditSpaceRepository space,
      AuditCondition condition,
      TrustedTime time,
      Consumer<String> alarm) {
    this.space = space;
    this.condition = condition;
    this.time = time;
    this.alarm = alarm;
  }

  /**
   * The disk is full: gives the room up, once.
   *
   * @return whether there is hope that a record can be written now
   */
  boolean giveUp() {
    if (condition.isReserveInUse()) {
      return false;
    }
    try {
      if (space.releaseReserve() == 0) {
        return false;
      }
    } catch (AuditStoreFailed e) {
      LOG.warn("The reserved room could not be given up", e);
      return false;
    }
    givenUpAt = time.now();
    condition.reserveInUse("the disk of the audit log is full");
    LOG.error("The disk of the audit log is full; audited operations are refused");
    alarm.accept("the disk of the audit log is full; audited operations are refused");
    return true;
  }

  /** The record of the failure, to be written into the room that was given up. */
  RecordDraft failure(SegmentFactory factory) {
    TreeMap<String, String> details = new TreeMap<>();
    details.put("reason", "the disk is full");
    details.put("action", "reserved room given up for the log; audited operations are refused");
    return factory.own(AuditEventType.AUDIT_STORAGE_FAILED, Outcome.FAILURE, givenUpAt, details);
  }

  /**
   * Fills the reserve up to its size, if there is room.
   *
   * @return whether work, which had stopped, goes on now
   */
  boolean restore(int mebibytes) {
    try {
      if (!space.holdReserve(mebibytes)) {
        return false;
      }
    } catch (AuditStoreFailed e) {
      LOG.debug("The reserve cannot be filled", e);
      return false;
    }
    boolean stopped = condition.isReserveInUse();
    condition.reserveInUse(null);
    return stopped;
  }

  RecordDraft resumption(SegmentFactory factory) {
    LOG.info("There is room for audit records again");
    return factory.own(
        AuditEventType.AUDIT_STORAGE_RESUMED,
        Outcome.SUCCESS,
        time.now(),
        Map.of("failedAt", givenUpAt.toString()));
  }
}
