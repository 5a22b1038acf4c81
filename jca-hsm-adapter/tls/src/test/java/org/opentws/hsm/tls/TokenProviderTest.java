package org.opentws.hsm.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentws.hsm.token.SoftHsm;

/** A JSSE server, as Elytron makes one, whose key stays in SoftHSM (KM6.3). */
class TokenProviderTest {
  private static final String NAME = "tlstest";
  private static final int REMEMBERED_MILLIS = 5100;

  private final ExecutorService serverThread = Executors.newSingleThreadExecutor();
  private ProvidedToken token;
  private SoftHsm.Fault fault;
  private KeyStore keyStore;
  private SSLServerSocket server;

  @BeforeEach
  void startWithoutAnyKey() throws Exception {
    token = new ProvidedToken(NAME);
    fault = token.fault();
    keyStore = KeyStore.getInstance("PKCS11", token.provider());
    keyStore.load(null, null);
    server = listen();
  }

  @AfterEach
  void stop() throws IOException {
    token.close();
    serverThread.shutdownNow();
    server.close();
  }

  @Test
  void serverStartsWithoutTokenAndServesOnceTheKeyIsThere() throws Exception {
    fault.begin("removed");
    assertThrows(IOException.class, () -> handshake("TLSv1.3"));
    fault.end("removed");
    String label = newKey("late", "EC:secp256r1", Instant.now());
    Thread.sleep(REMEMBERED_MILLIS);
    assertEquals("CN=" + label, handshake("TLSv1.3"));
    assertEquals("CN=" + label, handshake("TLSv1.2"));
  }

  @Test
  void returnedDeviceServesTheFirstHandshakeAgain() throws Exception {
    String label = newKey("ec", "EC:secp256r1", Instant.now());
    assertEquals("CN=" + label, handshake("TLSv1.3"));
    fault.begin("removed");
    assertThrows(IOException.class, () -> handshake("TLSv1.3"));
    fault.end("removed");
    Thread.sleep(600);
    assertEquals("CN=" + label, handshake("TLSv1.3"));
  }

  @Test
  void rsaKeyServesBothProtocols() throws Exception {
    String label = newKey("rsa", "RSA:3072", Instant.now());
    assertEquals("CN=" + label, handshake("TLSv1.3"));
    assertEquals("CN=" + label, handshake("TLSv1.2"));
  }

  @Test
  void newestCertificateIsServedWithoutAnyOperation() throws Exception {
    Instant now = Instant.now();
    newKey("first", "EC:secp256r1", now.minusSeconds(60));
    assertEquals("CN=first", handshake("TLSv1.3"));
    newKey("second", "EC:secp256r1", now.minusSeconds(30));
    newKey("notYet", "EC:secp256r1", now.plusSeconds(3600));
    newKey("over", "EC:secp256r1", now.minusSeconds(3 * 86400));
    Thread.sleep(REMEMBERED_MILLIS);
    assertEquals("CN=second", handshake("TLSv1.3"));
    assertEquals(1, keyStore.size());
  }

  @Test
  void keyStoreHidesTheKeyAndRefusesChanges() throws Exception {
    newKey("only", "EC:secp256r1", Instant.now());
    assertEquals(List.of("tls-server"), Collections.list(keyStore.aliases()));
    assertNull(keyStore.getKey("tls-server", null).getEncoded());
    assertNull(keyStore.getKey("only", null));
    assertThrows(KeyStoreException.class, () -> keyStore.deleteEntry("tls-server"));
    assertTrue(keyStore.isKeyEntry("tls-server"));
    assertFalse(keyStore.isCertificateEntry("tls-server"));
  }

  private String newKey(String label, String algorithm, Instant begin) throws IOException {
    token.newKey(label, algorithm, label, KeyPurposeId.id_kp_serverAuth, begin);
    return label;
  }

  private SSLServerSocket listen() throws Exception {
    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(keyStore, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, new SecureRandom());
    return (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0);
  }

  /** One handshake; the subject that the server showed. */
  private String handshake(String protocol) throws Exception {
    SSLServerSocket listening = server;
    Future<?> served =
        serverThread.submit(
            () -> {
              try (SSLSocket accepted = (SSLSocket) listening.accept()) {
                accepted.startHandshake();
                accepted.getOutputStream().write('.');
              }
              return null;
            });
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(new KeyManager[0], new TrustManager[] {new AnyPeer()}, new SecureRandom());
    try (SSLSocket client =
        (SSLSocket)
            context.getSocketFactory().createSocket("localhost", listening.getLocalPort())) {
      client.setEnabledProtocols(new String[] {protocol});
      client.setSoTimeout(10_000);
      client.startHandshake();
      if (client.getInputStream().read() != '.') {
        throw new IOException("the server ended the connection");
      }
      served.get();
      X509Certificate shown = (X509Certificate) client.getSession().getPeerCertificates()[0];
      return shown.getSubjectX500Principal().getName();
    }
  }
}
