package org.opentws.conformance.incontainer;

import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.core.spi.LoadableExtension;
import org.jboss.as.arquillian.container.managed.ManagedDeployableContainer;

/** Tells Arquillian of {@link OneDeployment}. */
public final class OneDeploymentExtension implements LoadableExtension {
  @Override
  public void register(ExtensionBuilder builder) {
    builder.override(
        DeployableContainer.class, ManagedDeployableContainer.class, OneDeployment.class);
  }
}
