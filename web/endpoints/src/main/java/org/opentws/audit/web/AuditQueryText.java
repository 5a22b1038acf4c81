package org.opentws.audit.web;

import jakarta.ws.rs.core.MultivaluedMap;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.Outcome;
import org.opentws.audit.review.AuditQuery;
import org.opentws.audit.review.AuditVerificationService.Extent;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;

/**
 * Reads a query's parameters strictly: a misspelt filter must not look like one that found nothing,
 * or everything.
 */
final class AuditQueryText {
  private static final Set<String> FILTERS =
      Set.of("from", "to", "type", "user", "outcome", "object", "text", "before", "limit");
  private static final int LIMIT_DEFAULT = 100;

  private final MultivaluedMap<String, String> parameters;

  AuditQueryText(MultivaluedMap<String, String> parameters) {
    this.parameters = parameters;
  }

  /**
   * A number that is part of a path.
   *
   * @throws RequestRefused NOT_FOUND: what is no number is the address of nothing
   */
  static long numberInPath(String given) {
    if (!given.matches("[0-9]{1,18}")) {
      throw new RequestRefused(Refusal.NOT_FOUND, "there is nothing of this number");
    }
    return Long.parseLong(given);
  }

  AuditQuery query() {
    demandKnown(FILTERS);
    return filters(limit(number("limit").orElse((long) LIMIT_DEFAULT)));
  }

  /** Filters of an export, beside which stands its format. */
  AuditQuery exportQuery() {
    Set<String> known = new TreeSet<>(FILTERS);
    known.remove("limit");
    known.add("format");
    demandKnown(known);
    return filters(AuditQuery.LIMIT_MAX);
  }

  private AuditQuery filters(int limit) {
    return new AuditQuery(
        time("from"),
        time("to"),
        oneOf("type", AuditEventType.values()),
        text("user"),
        oneOf("outcome", Outcome.values()),
        text("object"),
        text("text"),
        beforeIndex(),
        limit);
  }

  String format() {
    return text("format").orElse("");
  }

  /** Of an object's history; with it only before and limit may stand there. */
  String required(String name) {
    demandKnown(Set.of(name, "before", "limit"));
    return text(name).filter(value -> !value.isEmpty()).orElseThrow(() -> missing(name));
  }

  OptionalLong before() {
    return beforeIndex();
  }

  int limit() {
    return limit(number("limit").orElse((long) LIMIT_DEFAULT));
  }

  /** -1 if it is not given. */
  long after() {
    demandKnown(Set.of("after"));
    return number("after").orElse(-1L);
  }

  Instant requiredTime(String name) {
    demandKnown(Set.of("from", "to"));
    return time(name).orElseThrow(() -> missing(name));
  }

  Extent extent() {
    demandKnown(Set.of("extent"));
    return oneOf("extent", Extent.values()).orElse(Extent.COMPLETE);
  }

  boolean onlyOpen() {
    demandKnown(Set.of("state", "before", "limit"));
    String state = text("state").orElse("all");
    if (!state.equals("open") && !state.equals("all")) {
      throw malformed("state is neither open nor all");
    }
    return state.equals("open");
  }

  private void demandKnown(Set<String> names) {
    parameters.forEach(
        (name, values) -> {
          if (!names.contains(name)) {
            throw malformed(
                "there is no such parameter; known are " + String.join(", ", new TreeSet<>(names)));
          }
          demandOnce(name, values);
        });
  }

  private static void demandOnce(String name, List<String> values) {
    if (values.size() != 1) {
      throw malformed(name + " stands there more than once");
    }
  }

  private Optional<String> text(String name) {
    return Optional.ofNullable(parameters.getFirst(name));
  }

  private Optional<Instant> time(String name) {
    return text(name).map(value -> instant(name, value));
  }

  private static Instant instant(String name, String value) {
    try {
      return OffsetDateTime.parse(value).toInstant();
    } catch (DateTimeException e) {
      throw malformed(name + " is no time such as 2026-01-31T12:00:00Z");
    }
  }

  private OptionalLong beforeIndex() {
    return number("before").map(OptionalLong::of).orElse(OptionalLong.empty());
  }

  private Optional<Long> number(String name) {
    return text(name).map(value -> number(name, value));
  }

  private static long number(String name, String value) {
    if (!value.matches("[0-9]{1,18}")) {
      throw malformed(name + " is not a number");
    }
    return Long.parseLong(value);
  }

  private static int limit(long value) {
    return (int) Math.min(value, Integer.MAX_VALUE);
  }

  private <E extends Enum<E>> Optional<E> oneOf(String name, E[] values) {
    return text(name)
        .map(
            value ->
                Arrays.stream(values)
                    .filter(one -> one.name().equals(value))
                    .findFirst()
                    .orElseThrow(() -> malformed(name + " is none of " + Arrays.toString(values))));
  }

  private static RequestRefused missing(String name) {
    return malformed(name + " is missing");
  }

  private static RequestRefused malformed(String detail) {
    return new RequestRefused(Refusal.MALFORMED_REQUEST, detail);
  }
}
