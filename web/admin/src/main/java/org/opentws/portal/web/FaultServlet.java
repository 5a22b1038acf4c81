package org.opentws.portal.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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
    Fault fault = Fault.of(status);
    PageHeaders.setWithoutScript(response);
    response.setContentType("text/html;charset=UTF-8");
    response.getWriter().write(page(request, fault));
  }

  private static boolean isApi(HttpServletRequest request) {
    return request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String path
        && path.startsWith(request.getContextPath() + "/api/");
  }

  private String page(HttpServletRequest request, Fault fault) throws IOException {
    @Nullable Object incident = request.getAttribute(INCIDENT);
    boolean loggedIn =
        request.getUserPrincipal() != null
            || SessionAuthenticationMechanism.token(request).isPresent();
    return template()
        .replace("{title}", fault.title())
        .replace("{text}", fault.text())
        .replace("{incident}", incident == null ? "" : "Incident " + incident)
        .replace("{root}", request.getContextPath())
        .replace("{back}", loggedIn ? "Go to the home page" : "Go to the login page");
  }

  private String template() throws IOException {
    try (InputStream in = getServletContext().getResourceAsStream(PAGE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** What is said of one kind of error; plain text, no mark-up. */
  private record Fault(String title, String text) {
    static Fault of(int status) {
      return switch (status) {
        case 403 ->
            new Fault(
                "Not for your role",
                "Your role does not allow this page or this action. The attempt was recorded.");
        case 404 -> new Fault("No such page", "There is nothing under this address.");
        case 503 ->
            new Fault(
                "Not available now",
                "A part of the system does not answer. Nothing was lost; try again later.");
        default ->
            status >= 500
                ? new Fault(
                    "Something went wrong here",
                    "This is our fault. Whether your last action was done stands in its list.")
                : new Fault("This cannot be done", "The request is not one that this page knows.");
      };
    }
  }
}
