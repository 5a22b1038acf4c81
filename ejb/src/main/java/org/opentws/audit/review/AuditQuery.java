package org.opentws.audit.review;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.Outcome;
import org.opentws.audit.format.SearchKey;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;

/**
 * What an auditor looks for (AA4.1); every condition given must hold.
 *
 * @param from earliest time, itself included
 * @param to end of the time, itself excluded
 * @param user account or component, exactly as recorded
 * @param object exactly as recorded, for example "certificate:issuing/1a2b"
 * @param text words that must all stand somewhere in the record, whole words, in any case
 * @param before only records that stand in the log before this index: the last of the page before
 * @param limit records in a page
 */
public record AuditQuery(
    Optional<Instant> from,
    Optional<Instant> to,
    Optional<AuditEventType> type,
    Optional<String> user,
    Optional<Outcome> outcome,
    Optional<String> object,
    Optional<String> text,
    OptionalLong before,
    int limit) {
  public static final int LIMIT_MAX = 500;
  private static final int NAME_CHARACTERS_MAX = 1200;
  private static final int TEXT_CHARACTERS_MAX = 400;

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
    demand(object.map(AuditQuery::isName).orElse(true), "object is no name that can be recorded");
    demand(
        text.map(AuditQuery::hasWords).orElse(true),
        "text has no word of at least " + SearchKey.WORD_CHARACTERS_MIN + " letters or digits");
  }

  /** The newest records, whatever they say. */
  public static AuditQuery latest(int limit) {
    return new AuditQuery(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalLong.empty(),
        limit);
  }

  /**
   * Everything that names an object: its own records and those that mention it.
   *
   * @param object for example "certificate:issuing/1a2b"; what stands before the colon need not
   *     stand in the records
   */
  public static AuditQuery history(String object, OptionalLong before, int limit) {
    String identity = object.substring(object.indexOf(':') + 1);
    return new AuditQuery(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(identity),
        before,
        limit);
  }

  /** The following page. */
  public AuditQuery before(long index) {
    return new AuditQuery(
        from, to, type, user, outcome, object, text, OptionalLong.of(index), limit);
  }

  /** For the record of this look at the log. */
  Map<String, String> described() {
    Map<String, String> details = new TreeMap<>();
    from.ifPresent(time -> details.put("from", time.toString()));
    to.ifPresent(time -> details.put("to", time.toString()));
    type.ifPresent(event -> details.put("type", event.name()));
    user.ifPresent(name -> details.put("user", name));
    outcome.ifPresent(end -> details.put("outcome", end.name()));
    object.ifPresent(name -> details.put("object", name));
    text.ifPresent(words -> details.put("text", words));
    before.ifPresent(index -> details.put("before", Long.toString(index)));
    return details;
  }

  private static boolean isOfOurTime(Instant time) {
    return !time.isBefore(Instant.EPOCH) && !time.isAfter(LATEST);
  }

  private static boolean isName(String name) {
    return !name.isEmpty() && name.length() <= NAME_CHARACTERS_MAX && isPlain(name);
  }

  private static boolean hasWords(String text) {
    return text.length() <= TEXT_CHARACTERS_MAX
        && isPlain(text)
        && !SearchKey.words(text).isEmpty();
  }

  private static boolean isPlain(String text) {
    return text.codePoints().noneMatch(c -> Character.isISOControl(c) || isSurrogate(c));
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
