package org.opentws.keymanagement;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.opentws.hsm.DeviceFacts;
import org.opentws.hsm.HsmConnection;
import org.opentws.hsm.HsmConnectionFactory;
import org.opentws.hsm.HsmUnavailable;
import org.opentws.hsm.TokenState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The devices behind the resource adapter: one JCA connection factory a token. */
@ApplicationScoped
public class ConnectorDevices implements CryptographicDevices {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectorDevices.class);

  /** Those that the resource adapter binds (its ironjacamar.xml). */
  private static final Set<String> BOUND =
      Set.of(TSP, TSP + REPLICA, INFRASTRUCTURE, CA, CA + REPLICA);

  private final Map<String, HsmConnectionFactory> factories = new ConcurrentHashMap<>();

  /** Each device's replica, or empty: the configuration is that of the server's start. */
  private final Map<String, Optional<String>> replicas = new ConcurrentHashMap<>();

  @Override
  public HsmConnection connect(String token) {
    return factory(token).connect();
  }

  @Override
  public Optional<String> replica(String token) {
    Optional<String> known = replicas.get(token);
    return known != null ? known : replicas.computeIfAbsent(token, this::configuredReplica);
  }

  private Optional<String> configuredReplica(String token) {
    String name = token + REPLICA;
    return BOUND.contains(name) && factory(name).isConfigured()
        ? Optional.of(name)
        : Optional.empty();
  }

  @Override
  public Optional<TokenState> state(String token) {
    try {
      return Optional.of(factory(token).state());
    } catch (HsmUnavailable e) {
      return Optional.empty();
    }
  }

  @Override
  public DeviceFacts facts(String token) {
    return factory(token).deviceFacts();
  }

  @Override
  public void activate(String token, char[] pin) {
    factory(token).activate(pin);
    Optional<String> replica = replica(token);
    if (replica.isPresent()) {
      activateReplica(replica.get(), pin);
    }
  }

  /** One that is away stays locked, and shows so, until persons activate it by its own name. */
  private void activateReplica(String replica, char[] pin) {
    try {
      factory(replica).activate(pin);
    } catch (HsmUnavailable e) {
      LOG.error("The device '{}' stays locked: {}", replica, e.getMessage());
    }
  }

  @Override
  public void deactivate(String token) {
    try {
      factory(token).deactivate();
    } finally {
      replica(token).ifPresent(name -> factory(name).deactivate());
    }
  }

  private HsmConnectionFactory factory(String token) {
    HsmConnectionFactory known = factories.get(token);
    return known != null ? known : lookUp(token);
  }

  // The names come from the closed list above and are resolved in this server only: nothing that a
  // caller sent reaches the lookup. An injected resource would make the whole application fail to
  // deploy while one device is away.
  @SuppressWarnings("BanJNDI")
  private HsmConnectionFactory lookUp(String token) {
    if (!BOUND.contains(token)) {
      throw new HsmUnavailable("there is no device '" + token + "'");
    }
    try {
      HsmConnectionFactory found = InitialContext.doLookup("java:/opentws/hsm/" + token);
      factories.put(token, found);
      return found;
    } catch (NamingException e) {
      throw new HsmUnavailable("the device '" + token + "' is not connected to this server", e);
    }
  }
}
