package org.opentws.authentication;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.opentws.access.Caller;
import org.opentws.access.RequestCaller;
import org.opentws.access.store.Permission;
import org.opentws.error.store.DatabaseFailure;
import org.opentws.node.NodeService;
import org.opentws.node.ThisNode;

/**
 * Tells the container at every request who is calling. It lives in the ejb jar because Soteria
 * registers it for every war of the application; a request without our cookie is anonymous and
 * costs nothing. No session of the container is used: roles are those of this moment.
 */
@ApplicationScoped
public class SessionAuthenticationMechanism implements HttpAuthenticationMechanism {
  /** Sent by our login; the prefix makes browsers insist on Secure and Path=/. */
  public static final String COOKIE = "__Host-tws";

  /** A request that carries this header does not keep the session alive (IA1.2). */
  public static final String PASSIVE = "X-Passive";

  private static final String UNAVAILABLE = "org.opentws.authentication.unavailable";
  private static final String REFUSED = "org.opentws.authentication.refused";
  private static final String TOKEN_FORM = "[A-Za-z0-9_-]{43}";

  @Inject SessionService sessions;
  @Inject MachineService machines;
  @Inject RequestCaller requestCaller;
  @Inject ThisNode node;

  @Override
  public AuthenticationStatus validateRequest(
      HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
    Optional<String> token = token(request);
    Optional<CallerCertificate> certificate = CallerCertificate.of(request);
    // Where no officers work nobody has a session, whatever comes with the request.
    if ((token.isEmpty() && certificate.isEmpty()) || !node.runs(NodeService.ADMINISTRATION)) {
      return context.doNothing();
    }
    boolean passive = request.getHeader(PASSIVE) != null;
    try {
      return token
          .map(session -> sessions.resume(session, certificate, passive))
          .orElseGet(() -> certificate.flatMap(shown -> machine(request, shown)))
          .map(caller -> accept(caller, context))
          .orElseGet(context::doNothing);
    } catch (RuntimeException e) {
      if (DatabaseFailure.missing(e).isEmpty()) {
        throw e;
      }
      request.setAttribute(UNAVAILABLE, Boolean.TRUE);
      return context.doNothing();
    }
  }

  private Optional<Caller> machine(HttpServletRequest request, CallerCertificate shown) {
    if (!machines.isOfMachine(shown)) {
      return Optional.empty();
    }
    Optional<Caller> machine = machines.callerOf(shown);
    if (machine.isEmpty()) {
      request.setAttribute(REFUSED, Boolean.TRUE);
    }
    return machine;
  }

  private AuthenticationStatus accept(Caller caller, HttpMessageContext context) {
    requestCaller.set(caller);
    return context.notifyContainerAboutLogin(
        caller.account(),
        caller.permissions().stream()
            .map(Permission::text)
            .collect(Collectors.toUnmodifiableSet()));
  }

  /** Whether a machine calls that may not: it is not served as anybody else either. */
  public static boolean isRefused(HttpServletRequest request) {
    return request.getAttribute(REFUSED) != null;
  }

  /** Whether a session came with this request that could not be looked up. */
  public static boolean isUnavailable(HttpServletRequest request) {
    return request.getAttribute(UNAVAILABLE) != null;
  }

  /** The token that came with the request, if it has the form of one. */
  public static Optional<String> token(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    return Stream.ofNullable(cookies)
        .flatMap(Arrays::stream)
        .filter(cookie -> cookie.getName().equals(COOKIE))
        .map(Cookie::getValue)
        .filter(value -> value.matches(TOKEN_FORM))
        .findFirst();
  }
}
