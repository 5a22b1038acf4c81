package org.opentws.conformance.incontainer;

import java.util.Objects;
import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.container.spi.client.container.DeploymentException;
import org.jboss.arquillian.container.spi.client.container.LifecycleException;
import org.jboss.arquillian.container.spi.client.protocol.ProtocolDescription;
import org.jboss.arquillian.container.spi.client.protocol.metadata.HTTPContext;
import org.jboss.arquillian.container.spi.client.protocol.metadata.ProtocolMetaData;
import org.jboss.arquillian.container.spi.client.protocol.metadata.Servlet;
import org.jboss.arquillian.core.api.Injector;
import org.jboss.arquillian.core.api.Instance;
import org.jboss.arquillian.core.api.annotation.Inject;
import org.jboss.arquillian.protocol.servlet5.ServletMethodExecutor;
import org.jboss.as.arquillian.container.ArchiveDeployer;
import org.jboss.as.arquillian.container.managed.ManagedContainerConfiguration;
import org.jboss.as.arquillian.container.managed.ManagedDeployableContainer;
import org.jboss.shrinkwrap.api.Archive;
import org.jspecify.annotations.Nullable;

/**
 * WildFly as Arquillian manages it, with two differences: all test classes share one deployment,
 * where Arquillian would deploy the same application anew for each; and the tests' address is
 * known, where Arquillian would ask through remote JMX, which our configuration shuts.
 */
public final class OneDeployment implements DeployableContainer<ManagedContainerConfiguration> {
  private final ManagedDeployableContainer server = new ManagedDeployableContainer();
  @Inject private Instance<Injector> injector;
  @Inject private Instance<ArchiveDeployer> deployer;
  private @Nullable ManagedContainerConfiguration configuration;
  private boolean deployed;

  @Override
  public Class<ManagedContainerConfiguration> getConfigurationClass() {
    return server.getConfigurationClass();
  }

  @Override
  public void setup(ManagedContainerConfiguration given) {
    configuration = given;
    injector.get().inject(server);
    server.setup(given);
  }

  @Override
  public void start() throws LifecycleException {
    server.start();
  }

  @Override
  public void stop() throws LifecycleException {
    server.stop();
  }

  @Override
  public ProtocolDescription getDefaultProtocol() {
    return server.getDefaultProtocol();
  }

  @Override
  public ProtocolMetaData deploy(Archive<?> archive) throws DeploymentException {
    if (!deployed) {
      deployer.get().deploy(archive);
      deployed = true;
    }
    ManagedContainerConfiguration known = Objects.requireNonNull(configuration);
    HTTPContext tests = new HTTPContext(known.getHost(), known.getPort());
    tests.add(
        new Servlet(
            ServletMethodExecutor.ARQUILLIAN_SERVLET_NAME, ApplicationUnderTest.TESTS_CONTEXT));
    return new ProtocolMetaData().addContext(tests);
  }

  /** The next test class uses it too; the server's end ends it. */
  @Override
  public void undeploy(Archive<?> archive) {}
}
