package org.opentws.web.open;

import io.undertow.servlet.ServletExtension;
import io.undertow.servlet.api.DeploymentInfo;
import jakarta.servlet.ServletContext;
import org.opentws.web.direct.DirectEndpoints;
import org.opentws.web.direct.DirectHandler;

/** Puts the handler of direct endpoints before the servlets of this war. */
public final class DirectExtension implements ServletExtension {
  @Override
  public void handleDeployment(DeploymentInfo deployment, ServletContext context) {
    DirectEndpoints endpoints = new DirectEndpoints();
    context.setAttribute(DirectEndpoints.ATTRIBUTE, endpoints);
    deployment.addInitialHandlerChainWrapper(servlets -> new DirectHandler(servlets, endpoints));
  }
}
