package org.opentws.portal.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.opentws.authentication.SessionAuthenticationMechanism;
import org.opentws.error.web.JsonBody;
import org.opentws.error.web.Problem;

/**
 * The page of every error, without Faces: it must be shown when nothing else can. It says neither
 * product versions nor what went wrong inside.
 */
@WebServlet("/fault")
public class FaultServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** Request attribute: under which id our fault stands in the server's log. */
  static final String INCIDENT = "org.opentws.portal.incident";

  private static final String PAGE = "/WEB-INF/fault.html";

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    int status =
        request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
            ? code
            : HttpServletResponse.SC_NOT_FOUND;
    response.setStatus(status);
    if (isApi(request)) {
      response.setContentType(Problem.MEDIA_TYPE);
      response.getOutputStream().write(JsonBody.write(Problem.ofStatus(status)));
      return;
    }
    PageHeaders.setWithoutScript(response);
    response.setContentType("text/html;charset=UTF-8");
    response.getWriter().write(page(request, Fault.of(status)));
  }

  private static boolean isApi(HttpServletRequest request) {
    return request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String path
        && path.startsWith(request.getContextPath() + "/api/");
  }

  private String page(HttpServletRequest request, Fault fault) throws IOException {
    Locale language = PortalLanguage.of(request);
    @Nullable Object incident = request.getAttribute(INCIDENT);
    boolean loggedIn =
        request.getUserPrincipal() != null
            || SessionAuthenticationMechanism.token(request).isPresent();
    return template()
        .replace("{language}", language.toLanguageTag())
        .replace("{title}", Messages.text(language, fault.title()))
        .replace("{text}", Messages.text(language, fault.text()))
        .replace(
            "{incident}",
            incident == null ? "" : Messages.text(language, "fault.incident", incident))
        .replace("{root}", request.getContextPath())
        .replace("{back}", Messages.text(language, loggedIn ? "fault.home" : "fault.login"));
  }

  private String template() throws IOException {
    try (InputStream in = getServletContext().getResourceAsStream(PAGE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Keys of what is said of one kind of error; plain text, no mark-up. */
  private record Fault(String title, String text) {
    static Fault of(int status) {
      return switch (status) {
        case 403 -> new Fault("fault.403", "fault.403.text");
        case 404 -> new Fault("fault.404", "fault.404.text");
        case 503 -> new Fault("fault.503", "fault.503.text");
        default ->
            status >= 500
                ? new Fault("fault.500", "fault.500.text")
                : new Fault("fault.400", "fault.400.text");
      };
    }
  }
}
