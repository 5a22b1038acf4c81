package org.opentws.hsm.adapter;

import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConfigProperty;
import jakarta.resource.spi.ConnectionDefinition;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterAssociation;
import jakarta.resource.spi.ResourceAllocationException;
import jakarta.resource.spi.ValidatingManagedConnectionFactory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import javax.security.auth.Subject;
import org.jspecify.annotations.Nullable;
import org.opentws.hsm.HsmConnection;
import org.opentws.hsm.HsmConnectionFactory;
import org.opentws.hsm.HsmUnavailable;
import org.opentws.hsm.token.PinSource;
import org.opentws.hsm.token.TokenAccess;
import org.opentws.hsm.token.TokenSettings;

/** One token, and the pool's source of connections to it. */
@ConnectionDefinition(
    connectionFactory = HsmConnectionFactory.class,
    connectionFactoryImpl = PooledConnectionFactory.class,
    connection = HsmConnection.class,
    connectionImpl = PooledConnection.class)
public class TokenManagedConnectionFactory
    implements ManagedConnectionFactory,
        ValidatingManagedConnectionFactory,
        ResourceAdapterAssociation {
  private static final long serialVersionUID = 1L;

  @ConfigProperty(description = "Path of this token's PKCS#11 library; the common one if empty")
  private String library = "";

  @ConfigProperty(description = "Path of the PKCS#11 library of all tokens")
  private String commonLibrary = "/usr/lib/softhsm/libsofthsm2.so";

  @ConfigProperty(description = "Label of the token")
  private String tokenLabel = "";

  @ConfigProperty(description = "Serial number of the token, if its label is not enough")
  private String serialNumber = "";

  @ConfigProperty(
      description = "The user PIN: credential-store:STORE/ALIAS, file:PATH or activation")
  private String pin = "";

  @ConfigProperty(description = "The PIN of the token whose replica this is; for an empty pin")
  private String firstPin = "";

  @ConfigProperty(description = "Calls in the device at a time")
  private Integer callsMax = 4;

  @ConfigProperty(description = "Milliseconds that a caller waits for its turn")
  private Long waitMillis = 2000L;

  @ConfigProperty(description = "Milliseconds that one call may take")
  private Long callTimeoutMillis = 5000L;

  private transient @Nullable ResourceAdapter resourceAdapter;
  private transient @Nullable TokenAccess token;
  private transient @Nullable PrintWriter logWriter;

  /** The token, opened at its first use. */
  synchronized TokenAccess token() {
    TokenAccess known = token;
    if (known == null) {
      known = new TokenAccess(settings());
      token = known;
    }
    return known;
  }

  synchronized void closeToken() {
    TokenAccess known = token;
    if (known != null) {
      known.close();
      token = null;
    }
  }

  /** A replica that nobody has is a factory without a token. */
  boolean isConfigured() {
    return !tokenLabel.isBlank() || !serialNumber.isBlank();
  }

  private TokenSettings settings() {
    return new TokenSettings(
        Path.of(library.isBlank() ? commonLibrary : library),
        new TokenSettings.TokenName(tokenLabel, serialNumber),
        PinSource.named(pin.isBlank() ? firstPin : pin),
        new TokenSettings.Bounds(
            callsMax, Duration.ofMillis(waitMillis), Duration.ofMillis(callTimeoutMillis)));
  }

  @Override
  public Object createConnectionFactory(ConnectionManager pool) {
    return new PooledConnectionFactory(this, pool);
  }

  @Override
  public Object createConnectionFactory() throws ResourceException {
    throw new NotSupportedException("outside of a container use TokenAccess");
  }

  @Override
  public ManagedConnection createManagedConnection(
      @Nullable Subject subject, @Nullable ConnectionRequestInfo request) throws ResourceException {
    TokenAccess access = token();
    try {
      return new TokenManagedConnection(access, access.ensureOpen());
    } catch (HsmUnavailable e) {
      throw new ResourceAllocationException(e.getMessage(), e);
    }
  }

  @Override
  @SuppressWarnings("rawtypes") // The signature is given by Jakarta Connectors.
  public @Nullable ManagedConnection matchManagedConnections(
      Set candidates, @Nullable Subject subject, @Nullable ConnectionRequestInfo request) {
    for (Object candidate : candidates) {
      if (candidate instanceof TokenManagedConnection connection && connection.isCurrent()) {
        return connection;
      }
    }
    return null; // by the contract of ManagedConnectionFactory
  }

  /** Connections of an earlier login: the pool removes them. */
  @Override
  @SuppressWarnings({"rawtypes", "unchecked"}) // The signature is given by Jakarta Connectors.
  public Set getInvalidConnections(Set connections) {
    Set<Object> invalid = new HashSet<>();
    for (Object connection : connections) {
      if (!(connection instanceof TokenManagedConnection ours) || !ours.isCurrent()) {
        invalid.add(connection);
      }
    }
    return invalid;
  }

  @Override
  public @Nullable ResourceAdapter getResourceAdapter() {
    return resourceAdapter;
  }

  @Override
  public void setResourceAdapter(ResourceAdapter adapter) {
    resourceAdapter = adapter;
    if (adapter instanceof HsmResourceAdapter ours) {
      ours.add(this);
    }
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return logWriter;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter writer) {
    logWriter = writer;
  }

  public String getLibrary() {
    return library;
  }

  public void setLibrary(String library) {
    this.library = library;
  }

  public String getCommonLibrary() {
    return commonLibrary;
  }

  public void setCommonLibrary(String commonLibrary) {
    this.commonLibrary = commonLibrary;
  }

  public String getTokenLabel() {
    return tokenLabel;
  }

  public void setTokenLabel(String tokenLabel) {
    this.tokenLabel = tokenLabel;
  }

  public String getSerialNumber() {
    return serialNumber;
  }

  public void setSerialNumber(String serialNumber) {
    this.serialNumber = serialNumber;
  }

  public String getPin() {
    return pin;
  }

  public void setPin(String pin) {
    this.pin = pin;
  }

  public String getFirstPin() {
    return firstPin;
  }

  public void setFirstPin(String firstPin) {
    this.firstPin = firstPin;
  }

  public Integer getCallsMax() {
    return callsMax;
  }

  public void setCallsMax(Integer callsMax) {
    this.callsMax = callsMax;
  }

  public Long getWaitMillis() {
    return waitMillis;
  }

  public void setWaitMillis(Long waitMillis) {
    this.waitMillis = waitMillis;
  }

  public Long getCallTimeoutMillis() {
    return callTimeoutMillis;
  }

  public void setCallTimeoutMillis(Long callTimeoutMillis) {
    this.callTimeoutMillis = callTimeoutMillis;
  }

  /** Two factories are the same to the pool when they lead to the same token. */
  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof TokenManagedConnectionFactory that
        && library.equals(that.library)
        && commonLibrary.equals(that.commonLibrary)
        && tokenLabel.equals(that.tokenLabel)
        && serialNumber.equals(that.serialNumber)
        && pin.equals(that.pin)
        && firstPin.equals(that.firstPin);
  }

  @Override
  public final int hashCode() {
    return Objects.hash(library, commonLibrary, tokenLabel, serialNumber, pin, firstPin);
  }
}
