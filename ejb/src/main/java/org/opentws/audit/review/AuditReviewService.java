package org.opentws.audit.review;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.EJB;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.opentws.access.store.PermissionName;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditFunction;
import org.opentws.audit.AuditStatus;
import org.opentws.audit.Outcome;
import org.opentws.audit.store.AuditDatabase;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.time.TrustedTime;

/**
 * The audit log for System Auditors (M1.2f), and for nobody else (AA5.1). Each look is itself
 * recorded, before anything is shown.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class AuditReviewService {
  /** Who follows the log would otherwise fill it with looks at its own looks. */
  private static final long FOLLOWING_RECORDED_NANOS = 600_000_000_000L;

  private static final int FOLLOWED_MAX = 200;
  private static final int OBJECT_CHARACTERS_MAX = 400;

  @EJB private AuditFunction function;
  @Inject private AuditDatabase database;
  @Inject private LookJournal journal;
  @Inject private TrustedTime time;

  private final Map<String, Long> following = new ConcurrentHashMap<>();

  /**
   * Searches by time, type, user, outcome, object and words (AA4.1). Everything that was recorded
   * before the call is found. Ends within a second, whatever the size of the log: see {@link
   * AuditPage}.
   *
   * @throws RequestRefused MALFORMED_REQUEST
   */
  @RolesAllowed(PermissionName.AUDIT_READ)
  public AuditPage search(AuditQuery query) {
    journal.looked(AuditEventType.AUDIT_SEARCHED, query.described());
    function.node().awaitSealed();
    return new AuditSearch(database.search(), query, time).page();
  }

  /**
   * The whole history of one object: its own records and all that mention it, newest first.
   *
   * @param object as records name it, for example "certificate:issuing/1a2b" or "account:auditor"
   * @param before as in {@link AuditQuery}
   * @throws RequestRefused MALFORMED_REQUEST
   */
  @RolesAllowed(PermissionName.AUDIT_READ)
  public AuditPage history(String object, OptionalLong before, int limit) {
    if (object.length() > OBJECT_CHARACTERS_MAX) {
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, "object is too long");
    }
    return search(AuditQuery.history(object, before, limit));
  }

  /**
   * What came after a record, oldest first, at once: for a view that follows the log. The first
   * look of a caller is recorded, those of the next ten minutes are not.
   *
   * @param after index of the last record seen; -1: only the newest ones
   */
  @RolesAllowed(PermissionName.AUDIT_READ)
  public List<AuditLine> follow(long after) {
    String account = journal.account();
    long now = time.monotonicNanos();
    Long last = following.get(account);
    if (last == null || now - last > FOLLOWING_RECORDED_NANOS) {
      journal.looked(AuditEventType.AUDIT_SEARCHED, Map.of("action", "follow"));
      following.put(account, now);
    }
    long size = database.search().size();
    long first = after < 0 ? Math.max(0, size - 20) : after + 1;
    return AuditSearch.lines(database.search(), first, Math.min(size, first + FOLLOWED_MAX));
  }

  /**
   * How many records of each hour, type and outcome there are in a time.
   *
   * @param from its hour is the first
   * @param to its hour is left out, unless it has begun
   * @throws RequestRefused MALFORMED_REQUEST
   */
  @RolesAllowed(PermissionName.AUDIT_READ)
  public List<AuditCount> counts(Instant from, Instant to) {
    journal.looked(
        AuditEventType.AUDIT_SEARCHED,
        Map.of("action", "count", "from", from.toString(), "to", to.toString()));
    return new AuditCounting(database.search()).between(from, to);
  }

  /** Whether records are written, sealed and signed, and how many. */
  @RolesAllowed(PermissionName.ALARM_READ)
  public AuditStatus status() {
    return function.node().status();
  }

  /** Forgets who follows: the next look is recorded again. For a session that ended. */
  @RolesAllowed(PermissionName.AUDIT_READ)
  public void stopFollowing() {
    if (following.remove(journal.account()) != null) {
      journal.recorded(
          AuditEventType.AUDIT_SEARCHED, Outcome.SUCCESS, Map.of("action", "follow ended"));
    }
  }
}
