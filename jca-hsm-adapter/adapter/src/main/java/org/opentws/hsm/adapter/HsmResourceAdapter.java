package org.opentws.hsm.adapter;

import jakarta.resource.NotSupportedException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.Connector;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.transaction.xa.XAResource;

/**
 * Outbound only: a device takes part in no transaction. Its one task is to end the logins when the
 * application goes.
 */
@Connector(
    displayName = "OpenTWS HSM",
    vendorName = "OpenTWS",
    eisType = "PKCS#11 token",
    version = "1.0",
    transactionSupport = TransactionSupportLevel.NoTransaction)
public final class HsmResourceAdapter implements ResourceAdapter {
  private final List<TokenManagedConnectionFactory> factories = new CopyOnWriteArrayList<>();

  void add(TokenManagedConnectionFactory factory) {
    factories.add(factory);
  }

  @Override
  public void start(BootstrapContext context) {
    // Nothing to do: a token is opened by its first connection, so that we start without a device.
  }

  @Override
  public void stop() {
    factories.forEach(TokenManagedConnectionFactory::closeToken);
    factories.clear();
  }

  @Override
  public void endpointActivation(MessageEndpointFactory factory, ActivationSpec spec)
      throws NotSupportedException {
    throw new NotSupportedException("a device sends no messages");
  }

  @Override
  public void endpointDeactivation(MessageEndpointFactory factory, ActivationSpec spec) {
    // Never activated.
  }

  @Override
  public XAResource[] getXAResources(ActivationSpec[] specs) {
    return new XAResource[0];
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
