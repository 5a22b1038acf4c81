package org.opentws.hsm.adapter;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import javax.naming.NamingException;
import javax.naming.Reference;
import org.jspecify.annotations.Nullable;
import org.opentws.hsm.DeviceFacts;
import org.opentws.hsm.HsmConnection;
import org.opentws.hsm.HsmConnectionFactory;
import org.opentws.hsm.HsmUnavailable;
import org.opentws.hsm.TokenState;

/** What the application finds in JNDI. */
public final class PooledConnectionFactory implements HsmConnectionFactory {
  private static final long serialVersionUID = 1L;

  private final TokenManagedConnectionFactory source;
  private final ConnectionManager pool;
  private @Nullable Reference reference;

  PooledConnectionFactory(TokenManagedConnectionFactory source, ConnectionManager pool) {
    this.source = source;
    this.pool = pool;
  }

  @Override
  public HsmConnection connect() {
    try {
      return (HsmConnection) pool.allocateConnection(source, null);
    } catch (ResourceException e) {
      throw new HsmUnavailable(reason(e), e);
    }
  }

  @Override
  public boolean isConfigured() {
    return source.isConfigured();
  }

  @Override
  public TokenState state() {
    return source.token().state();
  }

  @Override
  public DeviceFacts deviceFacts() {
    return source.token().deviceFacts();
  }

  @Override
  public void activate(char[] pin) {
    source.token().activate(pin);
  }

  @Override
  public void deactivate() {
    source.token().deactivate();
  }

  /** Our own words, which the pool has wrapped; or that the pool had none free. */
  private String reason(ResourceException failure) {
    Throwable next = failure;
    while (next != null) {
      if (next instanceof HsmUnavailable ours) {
        return String.valueOf(ours.getMessage());
      }
      next = next.getCause();
    }
    return "token " + source.getTokenLabel() + ": no connection: " + failure.getMessage();
  }

  @Override
  public void setReference(Reference reference) {
    this.reference = reference;
  }

  @Override
  public Reference getReference() throws NamingException {
    Reference known = reference;
    if (known == null) {
      throw new NamingException("not bound");
    }
    return known;
  }
}
