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
import org.opentws.audit.AuditEventType;
import org.opentws.audit.Outcome;
import org.opentws.audit.review.AuditQuery;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;

/**
 * Reads a query's parameters strictly: a misspelt filter must not look like one that found nothing,
 * or everything.
 */
final class AuditQueryText {
  private static final Set<String> NAMES =
      Set.of("from", "to", "type", "user", "outcome", "before", "limit");
  private static final int LIMIT_DEFAULT = 100;

  private final MultivaluedMap<String, String> parameters;

  AuditQueryText(MultivaluedMap<String, String> parameters) {
    this.parameters = parameters;
  }

  AuditQuery query() {
    parameters.forEach(AuditQueryText::demandKnownOnce);
    return new AuditQuery(
        time("from"),
        time("to"),
        oneOf("type", AuditEventType.values()),
        text("user"),
        oneOf("outcome", Outcome.values()),
        number("before").map(OptionalLong::of).orElse(OptionalLong.empty()),
        number("limit").map(AuditQueryText::limit).orElse(LIMIT_DEFAULT));
  }

  private static void demandKnownOnce(String name, List<String> values) {
    if (!NAMES.contains(name)) {
      throw malformed(
          "there is no such parameter; known are from, to, type, user, outcome,"
              + " before, limit");
    }
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

  private static RequestRefused malformed(String detail) {
    return new RequestRefused(Refusal.MALFORMED_REQUEST, detail);
  }
}
