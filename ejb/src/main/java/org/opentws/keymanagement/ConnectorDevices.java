package org.opentws.keymanagement;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.opentws.hsm.DeviceFacts;
import org.opentws.hsm.HsmConnection;
import org.opentws.hsm.HsmConnectionFactory;
import org.opentws.hsm.HsmUnavailable;
import org.opentws.hsm.TokenState;

/** The devices behind the resource adapter: one JCA connection factory a token. */
@ApplicationScoped
public class ConnectorDevices implements CryptographicDevices {
  private final Map<String, HsmConnectionFactory> factories = new ConcurrentHashMap<>();

  @Override
  public HsmConnection connect(String token) {
    return factory(token).connect();
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
  }

  @Override
  public void deactivate(String token) {
    factory(token).deactivate();
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
    if (!tokens().contains(token)) {
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
