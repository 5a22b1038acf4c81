package org.opentws.idempotency.web;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The headers of an answer as text, so that they can be given again. */
final class AnswerHeaders {
  /** Said anew with each answer, or never to be repeated. */
  private static final Set<String> NOT_STORED =
      Set.of("date", "set-cookie", "connection", "cache-control", "transfer-encoding");

  private AnswerHeaders() {}

  static String of(HttpServletResponse response) {
    String headers =
        response.getHeaderNames().stream()
            .distinct()
            .filter(AnswerHeaders::isStored)
            .flatMap(name -> response.getHeaders(name).stream().map(value -> name + ": " + value))
            .collect(Collectors.joining("\n"));
    @Nullable String type = response.getContentType();
    boolean listed = response.getHeaderNames().stream().anyMatch("Content-Type"::equalsIgnoreCase);
    return type == null || listed ? headers : headers + "\nContent-Type: " + type;
  }

  static void give(String headers, HttpServletResponse response) {
    // What the server adds to every answer (HSTS and the like) is there already.
    Set<String> already =
        response.getHeaderNames().stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    headers
        .lines()
        .forEach(
            line -> {
              int colon = line.indexOf(": ");
              if (colon > 0
                  && !already.contains(line.substring(0, colon).toLowerCase(Locale.ROOT))) {
                response.addHeader(line.substring(0, colon), line.substring(colon + 2));
              }
            });
  }

  private static boolean isStored(String name) {
    return !NOT_STORED.contains(name.toLowerCase(Locale.ROOT));
  }
}
