package org.opentws.portal.web;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.opentws.access.Caller;
import org.opentws.access.CurrentCaller;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;
import org.opentws.authentication.SessionAuthenticationMechanism;
import org.opentws.node.NodeService;
import org.opentws.node.ThisNode;

/**
 * The gate before every page: a session for all but the login, the role for the page (SA1.1), no
 * form from elsewhere; and nothing is kept by the browser (SA1.2).
 */
@WebFilter(urlPatterns = "/admin/*")
public class PortalFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final String LOGIN = "/admin/login.xhtml";

  @Inject private transient CurrentCaller currentCaller;
  @Inject private transient AuditLog audit;
  @Inject private transient ThisNode node;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    PageHeaders.set(response);
    if (!node.runs(NodeService.ADMINISTRATION)) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    Caller caller = currentCaller.get();
    boolean atLogin = request.getRequestURI().endsWith(LOGIN);
    if (SessionAuthenticationMechanism.isUnavailable(request)) {
      response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    } else if (isFromElsewhere(request)) {
      refuse(request, response, caller, "form of another site");
    } else if (caller.isAnonymous() && !atLogin) {
      toLogin(request, response);
    } else if (!caller.isAnonymous() && atLogin) {
      response.sendRedirect(request.getContextPath() + "/admin/" + PortalPage.HOME.file());
    } else if (mayNotOpen(request, caller) && !atLogin) {
      refuse(request, response, caller, "role");
    } else {
      chain.doFilter(request, response);
    }
  }

  /**
   * A second fence beside SameSite cookies and the view state: browsers say where a form comes
   * from.
   */
  private static boolean isFromElsewhere(HttpServletRequest request) {
    if (request.getMethod().equals("GET") || request.getMethod().equals("HEAD")) {
      return false;
    }
    @Nullable String site = request.getHeader("Sec-Fetch-Site");
    @Nullable String origin = request.getHeader("Origin");
    String own = request.getScheme() + "://" + request.getHeader("Host");
    return (site != null && !site.equals("same-origin")) || (origin != null && !origin.equals(own));
  }

  private static boolean mayNotOpen(HttpServletRequest request, Caller caller) {
    Optional<PortalPage> page = PortalPage.at(request.getRequestURI());
    return page.isPresent() && !page.get().isOpenTo(caller);
  }

  private void refuse(
      HttpServletRequest request, HttpServletResponse response, Caller caller, String reason)
      throws IOException {
    if (!caller.isAnonymous()) {
      audit.recordAndWait(
          new AuditEvent(
              AuditEventType.ACCESS_DENIED,
              Outcome.REFUSED,
              caller.account(),
              "portal",
              Map.of(
                  "reason",
                  reason,
                  "page",
                  PortalPage.at(request.getRequestURI()).map(Enum::name).orElse("unknown"))));
    }
    response.sendError(HttpServletResponse.SC_FORBIDDEN);
  }

  private static void toLogin(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String target = request.getContextPath() + LOGIN;
    if ("partial/ajax".equals(request.getHeader("Faces-Request"))) {
      response.setContentType("text/xml;charset=UTF-8");
      response
          .getWriter()
          .write(
              "<?xml version='1.0' encoding='UTF-8'?><partial-response><redirect url=\""
                  + target
                  + "\"/></partial-response>");
    } else {
      response.sendRedirect(target);
    }
  }
}
