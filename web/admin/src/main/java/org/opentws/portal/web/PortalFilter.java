package org.opentws.portal.web;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.opentws.access.CurrentCaller;

/** No page but the login is shown without a session, and none is kept by the browser (SA1.2). */
@WebFilter(urlPatterns = "/admin/*", asyncSupported = true)
public class PortalFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final String LOGIN = "/admin/login.xhtml";

  @Inject private transient CurrentCaller caller;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader(
        "Content-Security-Policy",
        "style-src 'self'; img-src 'self' data:; font-src 'self' data:; connect-src 'self';"
            + " object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
    boolean atLogin = request.getRequestURI().endsWith(LOGIN);
    boolean anonymous = caller.get().isAnonymous();
    if (anonymous && !atLogin) {
      response.sendRedirect(request.getContextPath() + LOGIN);
    } else if (!anonymous && atLogin) {
      response.sendRedirect(request.getContextPath() + "/admin/index.xhtml");
    } else {
      chain.doFilter(request, response);
    }
  }
}
