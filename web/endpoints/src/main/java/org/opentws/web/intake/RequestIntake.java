package org.opentws.web.intake;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.nio.ByteBuffer;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.opentws.error.web.JsonBody;
import org.opentws.error.web.Problem;

/**
 * The first to see a request, on a thread that never waits. It refuses what the servlet container
 * would answer with 500, and takes in the body as it comes ({@link BodyIntake}), so that a thread
 * which may wait, of which there are few, is given only to requests that are complete.
 */
final class RequestIntake implements HttpHandler {
  /** The container gives up at 200 cookies, with an exception. */
  private static final int COOKIES_MAX = 199;

  /** For all bodies together that are on their way and larger than {@link #SMALL_OCTETS}. */
  private static final long HELD_OCTETS_MAX = 128L << 20;

  /** Bodies up to this size, those of OCSP and TSP among them, are taken in always. */
  private static final int SMALL_OCTETS = 65_537;

  private static final List<HttpString> CONDITIONAL_DATES =
      List.of(Headers.IF_MODIFIED_SINCE, Headers.IF_UNMODIFIED_SINCE);

  private final HttpHandler next;
  private final int keptOctetsMax;
  private final AtomicLong heldOctets = new AtomicLong();

  /**
   * @param keptOctetsMax how much of a body the application gets to see; the rest is thrown away
   */
  RequestIntake(HttpHandler next, int keptOctetsMax) {
    this.next = next;
    this.keptOctetsMax = keptOctetsMax;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    WriteClock.startsWith(exchange);
    CONDITIONAL_DATES.forEach(name -> dropUnlessDate(exchange.getRequestHeaders(), name));
    Optional<Problem> problem = problemOf(exchange);
    if (problem.isPresent()) {
      refuse(exchange, problem.get());
    } else if (exchange.isRequestComplete()) {
      next.handleRequest(exchange);
    } else {
      new BodyIntake(this, exchange, keptOctetsMax).begin();
    }
  }

  /** RFC 9110, 13.1.3 and 13.1.4: what is not a date is ignored. */
  private static void dropUnlessDate(HeaderMap headers, HttpString name) {
    @Nullable String value = headers.getFirst(name);
    if (value != null && !isDate(value)) {
      headers.remove(name);
    }
  }

  private static boolean isDate(String value) {
    try {
      return value.endsWith(" GMT")
          && DateTimeFormatter.RFC_1123_DATE_TIME.parse(value).isSupported(ChronoField.DAY_OF_WEEK);
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private static Optional<Problem> problemOf(HttpServerExchange exchange) {
    HeaderMap headers = exchange.getRequestHeaders();
    if (!exchange.getRequestPath().startsWith("/")) {
      return Optional.of(malformed("the target is not a path"));
    }
    if (separators(headers.get(Headers.COOKIE)) > COOKIES_MAX) {
      return Optional.of(malformed("more than " + COOKIES_MAX + " cookies"));
    }
    HeaderValues coding = headers.get(Headers.TRANSFER_ENCODING);
    if (coding != null && !(coding.size() == 1 && "chunked".equalsIgnoreCase(coding.getFirst()))) {
      // RFC 9112, 6.1: reading on with a coding that we do not know would be guessing its end.
      return Optional.of(malformed("the only transfer coding here is chunked"));
    }
    return Optional.empty();
  }

  private static long separators(@Nullable HeaderValues cookies) {
    return cookies == null
        ? 0
        : cookies.stream()
            .mapToLong(line -> 1 + line.chars().filter(c -> c == ';' || c == ',').count())
            .sum();
  }

  private static Problem malformed(String detail) {
    return Problem.ofStatus(400).withDetail(detail);
  }

  static Problem unavailable() {
    return Problem.of("unavailable", 503, "Not available now, try again later");
  }

  /** The application's turn. */
  HttpHandler next() {
    return next;
  }

  /** Whether a body of which so much is here already may go on growing. */
  boolean mayHold(long octets) {
    return octets <= SMALL_OCTETS || heldOctets.get() <= HELD_OCTETS_MAX;
  }

  void hold(long octets) {
    heldOctets.addAndGet(octets);
  }

  static void refuse(HttpServerExchange exchange, Problem problem) {
    exchange.setStatusCode(problem.status());
    exchange.setPersistent(false);
    exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, Problem.MEDIA_TYPE);
    exchange.getResponseSender().send(ByteBuffer.wrap(JsonBody.write(problem)));
  }
}
