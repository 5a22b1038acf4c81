package org.opentws.hsm.tls;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Properties;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.opentws.hsm.HsmUnavailable;
import org.opentws.hsm.token.StoredCertificate;

/**
 * What pgjdbc makes its TLS connections with (its property {@code sslfactory}) where a node proves
 * itself to the database by a key in the device: the newest valid certificate there whose common
 * name is the role that logs in, looked for at each connection, so that a renewed key needs no
 * restart. It trusts the certificates in the file {@code sslrootcert} and no other, and a server
 * only under the name that was called. Whatever is missing, there is no connection at all: never
 * one without a certificate (docs/devices.md).
 */
public final class DatabaseSocketFactory extends SSLSocketFactory {
  /** The device of infrastructure keys, if {@code sslfactoryarg} names no other. */
  private static final String DEVICE = "infra";

  private final Properties connection;

  /**
   * @param connection the properties of the connection to be opened, as pgjdbc gives them
   */
  public DatabaseSocketFactory(Properties connection) {
    this.connection = connection;
  }

  /** Makes a connection that pgjdbc has opened one of TLS; the caller does the handshake. */
  @Override
  public Socket createSocket(Socket opened, String host, int port, boolean autoClose)
      throws IOException {
    if (!given("sslmode").equals("verify-full")) {
      // Any other mode goes on without TLS, or with a server of another name.
      throw new IOException("the address of the database must say sslmode=verify-full");
    }
    SSLSocket made =
        (SSLSocket) context().getSocketFactory().createSocket(opened, host, port, autoClose);
    SSLParameters parameters = made.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    made.setSSLParameters(parameters);
    return made;
  }

  private SSLContext context() throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {key()}, trusted(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("no TLS to the database: " + e.getMessage(), e);
    }
  }

  private KeyManager key() throws IOException {
    String role = given("user");
    String device = connection.getProperty("sslfactoryarg", DEVICE);
    TlsToken token =
        TokenProvider.registered(device)
            .orElseThrow(
                () -> new IOException("this server has no TLS keys in a device '" + device + "'"));
    try {
      StoredCertificate stored =
          token
              .client(role)
              .orElseThrow(
                  () ->
                      new IOException(
                          ("the device '%s' has no valid certificate of '%s' for the database:"
                                  + " GENERATE_KEY, purpose DATABASE_CLIENT")
                              .formatted(device, role)));
      return new ClientKey(token, stored);
    } catch (HsmUnavailable e) {
      throw new IOException(
          "the key for the database in the device '%s': %s".formatted(device, e.getMessage()), e);
    }
  }

  private TrustManager[] trusted() throws IOException, GeneralSecurityException {
    Path file = Path.of(given("sslrootcert"));
    KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
    anchors.load(null, null);
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      for (Certificate certificate : certificates) {
        anchors.setCertificateEntry("anchor-" + anchors.size(), certificate);
      }
    }
    if (anchors.size() == 0) {
      throw new IOException("there is no certificate in " + file);
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(anchors);
    return factory.getTrustManagers();
  }

  private String given(String property) throws IOException {
    String value = connection.getProperty(property);
    if (value == null) {
      throw new IOException("the address of the database must say " + property);
    }
    return value;
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return ((SSLSocketFactory) getDefault()).getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return ((SSLSocketFactory) getDefault()).getSupportedCipherSuites();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    throw notOurs();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    throw notOurs();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    throw notOurs();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    throw notOurs();
  }

  private static SocketException notOurs() {
    return new SocketException("connections to the database are opened by its driver");
  }
}
