package org.opentws.error.web;

import jakarta.ejb.EJBAccessException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.opentws.access.Caller;
import org.opentws.access.CurrentCaller;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.error.store.DatabaseFailure;
import org.opentws.random.Randomness;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one mapping of failures to REST. A caller's fault becomes its own problem, unavailability
 * 503, and what nobody foresaw 500 with an incident id: the caller learns nothing else about it.
 */
@Provider
@ApplicationScoped
public class FailureMapper implements ExceptionMapper<Throwable> {
  private static final Logger LOG = LoggerFactory.getLogger(FailureMapper.class);
  private static final int RETRY_AFTER_SECONDS = 5;
  private static final int CAUSES_MAX = 16;
  private static final int UNAUTHORIZED = 401;

  @Inject CurrentCaller caller;
  @Inject AuditLog audit;
  @Inject Randomness randomness;

  @Override
  public Response toResponse(Throwable failure) {
    Optional<Response> known;
    try {
      known = known(failure);
    } catch (ServiceUnavailable e) {
      // A denial that cannot be audited is not answered as a denial (AA2.3).
      return unavailable(e);
    }
    return known.orElseGet(() -> unforeseen(failure));
  }

  /** Looks through the wrappers of the EJB container and JPA for something that has a meaning. */
  private Optional<Response> known(Throwable failure) {
    Throwable at = failure;
    for (int depth = 0; at != null && depth < CAUSES_MAX; depth++) {
      Optional<Response> answer = knownItself(at);
      if (answer.isPresent()) {
        return answer;
      }
      at = at.getCause();
    }
    return DatabaseFailure.passingBelow(failure)
        .map(e -> new ServiceUnavailable(ServiceUnavailable.Cause.DATABASE, "database", e))
        .map(FailureMapper::unavailable);
  }

  private Optional<Response> knownItself(Throwable failure) {
    if (failure instanceof RequestRefused refused) {
      return Optional.of(refused(refused));
    }
    if (failure instanceof ServiceUnavailable unavailable) {
      return Optional.of(unavailable(unavailable));
    }
    // By the session bean, or by JAX-RS before the body is read.
    if (failure instanceof EJBAccessException || failure instanceof ForbiddenException) {
      return Optional.of(denied());
    }
    if (failure instanceof ConstraintViolationException invalid) {
      String detail = violation(invalid);
      return Optional.of(refused(new RequestRefused(Refusal.MALFORMED_REQUEST, detail)));
    }
    if (failure instanceof WebApplicationException http) {
      return Optional.of(http(http));
    }
    return Optional.empty();
  }

  private Response refused(RequestRefused refused) {
    if (refused.refusal() == Refusal.FORBIDDEN) {
      auditDenial(refused.detail());
    }
    return answer(RefusalProblem.of(refused)).build();
  }

  /**
   * The container refused the permission (M1.1): nobody logged in is told so, everybody else is
   * denied.
   */
  private Response denied() {
    if (caller.get().isAnonymous()) {
      return answer(RefusalProblem.of(Refusal.NOT_AUTHENTICATED)).build();
    }
    auditDenial("permission");
    return answer(RefusalProblem.of(Refusal.FORBIDDEN)).build();
  }

  private void auditDenial(String reason) {
    Caller who = caller.get();
    if (!who.isAnonymous()) {
      audit.recordAndWait(
          new AuditEvent(
              AuditEventType.ACCESS_DENIED,
              Outcome.REFUSED,
              who.account(),
              "api",
              Map.of("reason", reason)));
    }
  }

  private static Response unavailable(ServiceUnavailable failure) {
    LOG.warn("unavailable: {}", failure.missing(), failure);
    Problem problem =
        Problem.of("unavailable", 503, "Not available now, try again later")
            .withDetail("missing: " + failure.missing());
    return answer(problem).header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS).build();
  }

  /** 404, 405, 406, 415 and the like from JAX-RS itself. */
  private static Response http(WebApplicationException failure) {
    Response given = failure.getResponse();
    Response.StatusType status = given.getStatusInfo();
    if (status.getFamily() != Response.Status.Family.CLIENT_ERROR) {
      return given;
    }
    Response.ResponseBuilder answer = answer(Problem.ofStatus(status.getStatusCode()));
    @Nullable String allow = given.getHeaderString(HttpHeaders.ALLOW);
    return allow == null ? answer.build() : answer.header(HttpHeaders.ALLOW, allow).build();
  }

  private Response unforeseen(Throwable failure) {
    String incident = randomness.identifier();
    LOG.error("incident {}", incident, failure);
    return answer(Problem.of("internal", 500, "Our fault").withIncident(incident)).build();
  }

  private static String violation(ConstraintViolationException invalid) {
    return invalid.getConstraintViolations().stream()
        .map(FailureMapper::sentence)
        .sorted()
        .findFirst()
        .orElse("a value is not acceptable");
  }

  private static String sentence(ConstraintViolation<?> violation) {
    String path = violation.getPropertyPath().toString();
    return path.substring(path.lastIndexOf('.') + 1) + ": " + violation.getMessage();
  }

  private static Response.ResponseBuilder answer(Problem problem) {
    Response.ResponseBuilder answer =
        Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem);
    if (problem.status() == UNAUTHORIZED) {
      // RFC 9110, 11.6.1: a 401 names the scheme; ours is the session of POST /api/v1/session.
      answer.header(HttpHeaders.WWW_AUTHENTICATE, "OpenTWS-Session");
    }
    return answer;
  }
}
