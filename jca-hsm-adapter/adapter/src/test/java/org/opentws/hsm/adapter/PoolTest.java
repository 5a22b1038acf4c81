package org.opentws.hsm.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentws.hsm.HsmConnection;
import org.opentws.hsm.HsmConnectionFactory;
import org.opentws.hsm.HsmUnavailable;
import org.opentws.hsm.KeyProtection;
import org.opentws.hsm.token.SoftHsm;

/** What the adapter owes to a container's pool, shown with a pool of a few lines. */
class PoolTest {
  /** Keeps what is closed, forgets what failed. */
  private static final class SmallPool implements ConnectionManager, ConnectionEventListener {
    private static final long serialVersionUID = 1L;
    private final transient Set<ManagedConnection> free = new HashSet<>();
    private final transient List<ManagedConnection> failed = new ArrayList<>();
    private int made;

    @Override
    public Object allocateConnection(ManagedConnectionFactory source, ConnectionRequestInfo request)
        throws ResourceException {
      ManagedConnection found = source.matchManagedConnections(free, null, request);
      if (found == null) {
        found = source.createManagedConnection(null, request);
        found.addConnectionEventListener(this);
        made++;
      }
      free.remove(found);
      return found.getConnection(null, request);
    }

    @Override
    public void connectionClosed(ConnectionEvent event) {
      free.add((ManagedConnection) event.getSource());
    }

    @Override
    public void connectionErrorOccurred(ConnectionEvent event) {
      failed.add((ManagedConnection) event.getSource());
    }

    @Override
    public void localTransactionStarted(ConnectionEvent event) {}

    @Override
    public void localTransactionCommitted(ConnectionEvent event) {}

    @Override
    public void localTransactionRolledback(ConnectionEvent event) {}
  }

  private final SmallPool pool = new SmallPool();
  private final HsmResourceAdapter adapter = new HsmResourceAdapter();
  private TokenManagedConnectionFactory source;
  private HsmConnectionFactory factory;
  private SoftHsm.Fault fault;

  @BeforeEach
  void deploy() throws Exception {
    SoftHsm softHsm = SoftHsm.prepare();
    SoftHsm.Token token = softHsm.newToken();
    fault = softHsm.newFault();
    source = new TokenManagedConnectionFactory();
    source.setResourceAdapter(adapter);
    source.setLibrary(fault.module().toString());
    source.setTokenLabel(token.label());
    source.setPin("file:" + token.pinFile());
    factory = (HsmConnectionFactory) source.createConnectionFactory(pool);
  }

  @Test
  void closedConnectionIsUsedAgain() {
    try (HsmConnection first = factory.connect()) {
      first.generateKeyPair("key", "EC:secp256r1", KeyProtection.NEVER_LEAVES);
    }
    try (HsmConnection second = factory.connect()) {
      assertEquals(List.of("key"), second.keyLabels());
    }
    assertEquals(1, pool.made);
  }

  @Test
  void closedHandleDoesNothingAnyMore() {
    HsmConnection connection = factory.connect();
    connection.close();
    connection.close();
    assertEquals(1, pool.free.size());
    assertThrows(HsmUnavailable.class, connection::keyLabels);
  }

  @Test
  void lostDeviceThrowsTheConnectionOutOfThePool() throws Exception {
    HsmConnection connection = factory.connect();
    factory.connect().close();
    ManagedConnection idle = pool.free.iterator().next();
    assertTrue(source.getInvalidConnections(pool.free).isEmpty());
    fault.begin("removed");
    assertThrows(HsmUnavailable.class, connection::keyLabels);
    assertEquals(1, pool.failed.size());
    assertEquals(Set.of(idle), source.getInvalidConnections(pool.free));
    assertNull(source.matchManagedConnections(pool.free, null, null));
    String away = SoftHsm.refusal(factory::connect);
    assertTrue(away.contains("no token labelled"), away);
    fault.end("removed");
    Thread.sleep(600);
    try (HsmConnection healed = factory.connect()) {
      assertNotNull(healed.deviceFacts());
    }
  }

  @Test
  void missingKeyDoesNotCostTheConnection() {
    try (HsmConnection connection = factory.connect()) {
      assertThrows(HsmUnavailable.class, () -> connection.publicKey("absent"));
      assertTrue(connection.keyLabels().isEmpty());
    }
    assertTrue(pool.failed.isEmpty());
  }

  @Test
  void stoppedAdapterEndsItsLogins() {
    HsmConnection connection = factory.connect();
    adapter.stop();
    assertThrows(HsmUnavailable.class, connection::keyLabels);
  }
}
