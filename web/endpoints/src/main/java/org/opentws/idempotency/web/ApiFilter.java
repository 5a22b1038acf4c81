package org.opentws.idempotency.web;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.opentws.access.Caller;
import org.opentws.access.CurrentCaller;
import org.opentws.authentication.CallerCertificate;
import org.opentws.authentication.SessionAuthenticationMechanism;
import org.opentws.error.Refusal;
import org.opentws.error.store.DatabaseFailure;
import org.opentws.error.web.JsonBody;
import org.opentws.error.web.Problem;
import org.opentws.error.web.RefusalProblem;
import org.opentws.idempotency.IdempotencyService;
import org.opentws.idempotency.IdempotencyVerdict;
import org.opentws.idempotency.store.IdempotentRequest;
import org.opentws.idempotency.store.StoredAnswer;
import org.opentws.node.NodeService;
import org.opentws.node.ThisNode;
import org.opentws.value.Der;

/**
 * What holds for every REST call: nothing is cached (SA1.2), bodies are bounded, and every write
 * but login and logout carries an Idempotency-Key and is done at most once under it.
 */
@WebFilter(urlPatterns = "/api/v1/*", asyncSupported = true)
public class ApiFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
  private static final String SESSION = "/api/v1/session";
  private static final String KEY_FORM = "[\\x21-\\x7e]{1,128}";

  /** Answers under which certainly nothing was done: the same key may be tried again. */
  private static final Set<Integer> NOTHING_DONE = Set.of(401, 429, 503);

  @Inject transient CurrentCaller caller;
  @Inject transient IdempotencyService idempotency;
  @Inject transient ApiConfiguration configuration;
  @Inject transient ThisNode node;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    // Personal data, and states that change: for nobody's cache (R2.1).
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    if (!node.runs(NodeService.ADMINISTRATION)) {
      // NET1.3: nothing of this interface is served here, and nothing is written about it.
      refuse(response, RefusalProblem.of(Refusal.NOT_FOUND));
    } else if (!request.isSecure()) {
      // GE.1a, R1.1: applications and officers' work travel under TLS only; no redirect, because
      // what it would protect has been sent in clear already.
      refuse(response, Problem.of("tls-required", 403, "This is served by https only"));
    } else if (SessionAuthenticationMechanism.isUnavailable(request)) {
      // The session could not be looked up: neither "anonymous" nor "logged in" would be true.
      unavailable(response);
    } else if (SessionAuthenticationMechanism.isRefused(request)) {
      refuse(response, RefusalProblem.of(Refusal.NOT_AUTHENTICATED));
    } else if (READS.contains(request.getMethod())) {
      chain.doFilter(request, response);
    } else {
      write(request, response, chain);
    }
  }

  private void write(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    int limit = configuration.requestOctetsMax();
    if (request.getContentLengthLong() > limit) {
      refuse(response, RefusalProblem.of(Refusal.REQUEST_TOO_LARGE));
      return;
    }
    byte[] body = request.getInputStream().readNBytes(limit + 1);
    if (body.length > limit) {
      refuse(response, RefusalProblem.of(Refusal.REQUEST_TOO_LARGE));
      return;
    }
    BufferedRequest buffered = new BufferedRequest(request, body);
    if (isSession(request)) {
      chain.doFilter(buffered, response);
      return;
    }
    @Nullable String key = request.getHeader("Idempotency-Key");
    if (key == null || !key.matches(KEY_FORM)) {
      refuse(
          response,
          RefusalProblem.of(Refusal.IDEMPOTENCY_KEY_REQUIRED)
              .withDetail("header Idempotency-Key: 1 to 128 visible ASCII characters"));
      return;
    }
    try {
      once(name(request, key, body), buffered, response, chain);
    } catch (RuntimeException e) {
      // Also what the container throws when the claim or the answer could not be committed.
      if (DatabaseFailure.missing(e).isEmpty()) {
        throw e;
      }
      unavailable(response);
    }
  }

  private void once(
      IdempotentRequest named,
      BufferedRequest request,
      HttpServletResponse response,
      FilterChain chain)
      throws IOException, ServletException {
    IdempotencyVerdict verdict = idempotency.begin(named);
    if (verdict instanceof IdempotencyVerdict.Fresh) {
      perform(named, request, response, chain);
    } else if (verdict instanceof IdempotencyVerdict.Answered answered) {
      again(answered.answer(), response);
    } else if (verdict instanceof IdempotencyVerdict.Reused) {
      refuse(response, RefusalProblem.of(Refusal.IDEMPOTENCY_KEY_REUSED));
    } else if (verdict instanceof IdempotencyVerdict.InProgress) {
      response.setHeader("Retry-After", "1");
      refuse(
          response,
          Problem.of("request-in-progress", 409, "The same request is being worked on")
              .withDetail("send it again with the same key to get its answer"));
    } else {
      refuse(
          response,
          Problem.of("outcome-unknown", 409, "The first request was interrupted")
              .withDetail("look whether it took effect before sending it under a new key"));
    }
  }

  /**
   * A crash in the chain leaves the claim without an answer (IdempotencyService says what that
   * means); the answer leaves only after it was stored.
   */
  private void perform(
      IdempotentRequest named,
      BufferedRequest request,
      HttpServletResponse response,
      FilterChain chain)
      throws IOException, ServletException {
    BufferedResponse buffered = new BufferedResponse(response);
    chain.doFilter(request, buffered);
    if (NOTHING_DONE.contains(buffered.getStatus())) {
      idempotency.release(named);
    } else {
      String headers = AnswerHeaders.of(buffered);
      idempotency.answer(
          named, new StoredAnswer(buffered.getStatus(), headers, Der.of(buffered.body())));
    }
    buffered.send();
  }

  private IdempotentRequest name(HttpServletRequest request, String key, byte[] body) {
    String query = request.getQueryString() == null ? "" : "?" + request.getQueryString();
    return idempotency.name(
        owner(request),
        key,
        request.getMethod(),
        request.getRequestURI() + query,
        Der.of(SecretFields.masked(body)));
  }

  /** Whose keys these are: the account, else the TLS client certificate, else nobody's. */
  private String owner(HttpServletRequest request) {
    Caller who = caller.get();
    if (!who.isAnonymous()) {
      return "account:" + who.account();
    }
    return CallerCertificate.of(request)
        .map(certificate -> "certificate:" + certificate.fingerprint())
        .orElse("");
  }

  private static void again(StoredAnswer answer, HttpServletResponse response) throws IOException {
    response.setStatus(answer.status());
    AnswerHeaders.give(answer.headers(), response);
    response.setHeader("Idempotent-Replayed", "true");
    response.getOutputStream().write(answer.body().octets());
  }

  private static boolean isSession(HttpServletRequest request) {
    return (request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo()))
        .equals(SESSION);
  }

  private static void unavailable(HttpServletResponse response) throws IOException {
    response.reset();
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Retry-After", "5");
    refuse(response, Problem.of("unavailable", 503, "Not available now, try again later"));
  }

  private static void refuse(HttpServletResponse response, Problem problem) throws IOException {
    response.setStatus(problem.status());
    response.setContentType(Problem.MEDIA_TYPE);
    response.getOutputStream().write(JsonBody.write(problem));
  }
}
