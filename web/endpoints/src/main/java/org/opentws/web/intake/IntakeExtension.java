package org.opentws.web.intake;

import io.undertow.servlet.ServletExtension;
import io.undertow.servlet.api.DeploymentInfo;
import jakarta.servlet.ServletContext;
import org.eclipse.microprofile.config.ConfigProvider;
import org.opentws.idempotency.web.ApiConfiguration;

/** Places the {@link RequestIntake} before all servlets and filters of a war. */
public class IntakeExtension implements ServletExtension {
  @Override
  public void handleDeployment(DeploymentInfo deployment, ServletContext context) {
    int octetsMax =
        ConfigProvider.getConfig()
            .getOptionalValue(ApiConfiguration.REQUEST_OCTETS_MAX, Integer.class)
            .orElse(ApiConfiguration.REQUEST_OCTETS_MAX_DEFAULT);
    // One octet more than anybody accepts is enough for the application to see that it is too much.
    deployment.addInitialHandlerChainWrapper(next -> new RequestIntake(next, octetsMax + 1));
  }
}
