package org.opentws.hsm.adapter;

import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionMetaData;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.security.auth.Subject;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;
import org.opentws.hsm.HsmUnavailable;
import org.opentws.hsm.token.TokenAccess;

/**
 * One place in the pool: the right to have one call in the device. It belongs to one login; when
 * the device was lost and a new login made, the pool throws it away.
 */
final class TokenManagedConnection implements ManagedConnection {
  private final TokenAccess token;
  private final long generation;
  private final List<ConnectionEventListener> listeners = new CopyOnWriteArrayList<>();
  private @Nullable PooledConnection handle;
  private @Nullable PrintWriter logWriter;

  TokenManagedConnection(TokenAccess token, long generation) {
    this.token = token;
    this.generation = generation;
  }

  TokenAccess token() {
    return token;
  }

  boolean isCurrent() {
    return token.generation() == generation;
  }

  /** The application is done with its handle. */
  void closed(PooledConnection closed) {
    handle = null;
    ConnectionEvent event = new ConnectionEvent(this, ConnectionEvent.CONNECTION_CLOSED);
    event.setConnectionHandle(closed);
    listeners.forEach(listener -> listener.connectionClosed(event));
  }

  /** The device failed: the pool must not give this connection to anybody else. */
  void failed(PooledConnection failed, HsmUnavailable cause) {
    handle = null;
    ConnectionEvent event =
        new ConnectionEvent(this, ConnectionEvent.CONNECTION_ERROR_OCCURRED, cause);
    event.setConnectionHandle(failed);
    listeners.forEach(listener -> listener.connectionErrorOccurred(event));
  }

  @Override
  public Object getConnection(@Nullable Subject subject, @Nullable ConnectionRequestInfo request) {
    PooledConnection given = new PooledConnection(this);
    handle = given;
    return given;
  }

  @Override
  public void associateConnection(Object connection) throws ResourceException {
    if (!(connection instanceof PooledConnection given)) {
      throw new ResourceException("not a connection of this adapter");
    }
    given.moveTo(this);
    handle = given;
  }

  @Override
  public void cleanup() {
    PooledConnection given = handle;
    if (given != null) {
      given.detach();
      handle = null;
    }
  }

  @Override
  public void destroy() {
    // The login is shared by all connections of the token: it ends with the resource adapter.
    cleanup();
  }

  @Override
  public void addConnectionEventListener(ConnectionEventListener listener) {
    listeners.add(listener);
  }

  @Override
  public void removeConnectionEventListener(ConnectionEventListener listener) {
    listeners.remove(listener);
  }

  @Override
  public XAResource getXAResource() throws ResourceException {
    throw new NotSupportedException("a device takes part in no transaction");
  }

  @Override
  public LocalTransaction getLocalTransaction() throws ResourceException {
    throw new NotSupportedException("a device takes part in no transaction");
  }

  @Override
  public ManagedConnectionMetaData getMetaData() throws ResourceException {
    return new TokenDescription(token);
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter writer) {
    logWriter = writer;
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return logWriter;
  }
}
