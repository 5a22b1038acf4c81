package org.opentws.audit.review;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.Outcome;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;

/**
 * What an auditor looks for (AA4.1); every condition given must hold.
 *
 * @param from earliest time, itself included
 * @param to end of the time, itself excluded
 * @param user account or component, exactly as recorded
 * @param before only records that stand in the log before this index: the last of the page before
 * @param limit records in a page
 */
public record AuditQuery(
    Optional<Instant> from,
    Optional<Instant> to,
    Optional<AuditEventType> type,
    Optional<String> user,
    Optional<Outcome> outcome,
    OptionalLong before,
    int limit) {
  public static final int LIMIT_MAX = 500;
  private static final int USER_CHARACTERS_MAX = 1200;

  /** What the database can compare. */
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

  /**
   * A query that can be answered.
   *
   * @throws RequestRefused MALFORMED_REQUEST
   */
  public AuditQuery {
    demand(limit >= 1 && limit <= LIMIT_MAX, "limit is outside 1.." + LIMIT_MAX);
    demand(before.orElse(0) >= 0, "before is negative");
    demand(from.map(AuditQuery::isOfOurTime).orElse(true), "from is not within 1970 to 9999");
    demand(to.map(AuditQuery::isOfOurTime).orElse(true), "to is not within 1970 to 9999");
    demand(
        from.isEmpty() || to.isEmpty() || !to.get().isBefore(from.get()),
        "to is earlier than from");
    demand(user.map(AuditQuery::isName).orElse(true), "user is no name that can be recorded");
  }

  /** The newest records, whatever they say. */
  public static AuditQuery latest(int limit) {
    return new AuditQuery(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalLong.empty(),
        limit);
  }

  private static boolean isOfOurTime(Instant time) {
    return !time.isBefore(Instant.EPOCH) && !time.isAfter(LATEST);
  }

  private static boolean isName(String user) {
    return !user.isEmpty()
        && user.length() <= USER_CHARACTERS_MAX
        && user.codePoints().noneMatch(c -> Character.isISOControl(c) || isSurrogate(c));
  }

  private static boolean isSurrogate(int codePoint) {
    return Character.getType(codePoint) == Character.SURROGATE;
  }

  private static void demand(boolean met, String otherwise) {
    if (!met) {
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, otherwise);
    }
  }
}
