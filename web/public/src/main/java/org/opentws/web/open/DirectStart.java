package org.opentws.web.open;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import org.opentws.node.NodeKind;
import org.opentws.web.direct.DirectEndpoint;
import org.opentws.web.direct.DirectEndpoints;

/** Opens the direct endpoints when the war has started and its beans can be had. */
@WebListener
public class DirectStart implements ServletContextListener {
  @Inject @Any private Instance<DirectEndpoint> found;

  @Override
  public void contextInitialized(ServletContextEvent event) {
    if (event.getServletContext().getAttribute(DirectEndpoints.ATTRIBUTE)
        instanceof DirectEndpoints endpoints) {
      NodeKind kind = NodeKind.configured();
      found.stream().filter(endpoint -> kind.runs(endpoint.service())).forEach(endpoints::add);
    } else {
      throw new IllegalStateException("the handler of direct endpoints is not installed");
    }
  }
}
