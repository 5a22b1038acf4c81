package org.opentws.web.open;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.opentws.error.web.JsonBody;
import org.opentws.error.web.Problem;

/**
 * The body of every error that comes from the servlet container or from JAX-RS before a resource
 * was reached, such as a header that cannot be read. It says what HTTP says, and nothing else.
 */
@WebServlet("/fault")
public class ProblemServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    int status =
        request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
            ? code
            : HttpServletResponse.SC_NOT_FOUND;
    response.setStatus(status);
    response.setHeader("Cache-Control", "no-store");
    response.setContentType(Problem.MEDIA_TYPE);
    response.getOutputStream().write(JsonBody.write(Problem.ofStatus(status)));
  }
}
