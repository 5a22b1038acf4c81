package org.opentws.error.web;

import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The body of an error answer (RFC 9457).
 *
 * @param type stable for ever: {@code urn:opentws:problem:<name>}
 * @param title the same sentence for every problem of this type
 * @param status the HTTP status
 * @param detail one sentence about this very request
 * @param requirement the requirement of CEN/TS 419261 that made us refuse, where there is one
 * @param incident what to quote to the operator; its stack trace stands in the server's log
 */
public record Problem(
    String type,
    String title,
    int status,
    Optional<String> detail,
    Optional<String> requirement,
    Optional<String> incident) {
  /** RFC 9457, section 6.1. */
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final String PREFIX = "urn:opentws:problem:";

  public static Problem of(String name, int status, String title) {
    return new Problem(
        PREFIX + name, title, status, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** What HTTP itself has to say: {@code urn:opentws:problem:http-404} and the like. */
  public static Problem ofStatus(int status) {
    Response.@Nullable Status known = Response.Status.fromStatusCode(status);
    return of("http-" + status, status, known == null ? "Error" : known.getReasonPhrase());
  }

  public Problem withDetail(String text) {
    return new Problem(type, title, status, Optional.of(text), requirement, incident);
  }

  public Problem withRequirement(String id) {
    return new Problem(type, title, status, detail, Optional.of(id), incident);
  }

  public Problem withIncident(String id) {
    return new Problem(type, title, status, detail, requirement, Optional.of(id));
  }
}
