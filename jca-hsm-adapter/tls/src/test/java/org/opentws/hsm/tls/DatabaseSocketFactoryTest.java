package org.opentws.hsm.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentws.hsm.token.SoftHsm;

/** A server that demands a certificate, as PostgreSQL does, and a client key in SoftHSM (KM6.3). */
class DatabaseSocketFactoryTest {
  private static final String NAME = "databasetest";
  private static final String ROLE = "tws_app";
  private static final String HOST = "database.example";
  private static final KeyPurposeId CLIENT = KeyPurposeId.id_kp_clientAuth;
  private static final int REMEMBERED_MILLIS = 5100;

  /** A server that starts asks again so soon. */
  private static final int BACK_MILLIS = 700;

  private final ExecutorService serverThread = Executors.newSingleThreadExecutor();
  private final Properties connection = new Properties();
  private ProvidedToken token;
  private SoftHsm.Fault fault;
  private SSLServerSocket server;
  private Path folder;

  @BeforeEach
  void start(@TempDir Path scratch) throws Exception {
    folder = scratch;
    token = new ProvidedToken(NAME);
    fault = token.fault();
    KeyPair serverKey = pair();
    X509Certificate shown = certificateOf(serverKey);
    server = listen(serverKey, shown);
    connection.setProperty("sslmode", "verify-full");
    connection.setProperty("sslrootcert", pem("root.pem", shown).toString());
    connection.setProperty("sslfactoryarg", NAME);
    connection.setProperty("user", ROLE);
  }

  @AfterEach
  void stop() throws IOException {
    token.close();
    serverThread.shutdownNow();
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "EC:secp256r1, TLSv1.3",
    "EC:secp256r1, TLSv1.2",
    "RSA:3072, TLSv1.3",
    "RSA:3072, TLSv1.2"
  })
  void nodeProvesItselfByItsKeyInTheDevice(String algorithm, String protocol) throws Exception {
    newKey("key", algorithm, ROLE, CLIENT, Instant.now());
    X509Certificate shown = connect(protocol);
    assertEquals("CN=" + ROLE, shown.getSubjectX500Principal().getName());
  }

  @Test
  void renewedKeyIsTakenAtTheNextConnection() throws Exception {
    Instant now = Instant.now();
    BigInteger first = newKey("first", "EC:secp256r1", ROLE, CLIENT, now.minusSeconds(60));
    assertEquals(first, connect("TLSv1.3").getSerialNumber());
    BigInteger second = newKey("second", "EC:secp256r1", ROLE, CLIENT, now.minusSeconds(30));
    newKey("notYet", "EC:secp256r1", ROLE, CLIENT, now.plusSeconds(3600));
    newKey("over", "EC:secp256r1", ROLE, CLIENT, now.minusSeconds(3 * 86_400));
    newKey("another", "EC:secp256r1", "tws_front", CLIENT, now);
    newKey("server", "EC:secp256r1", ROLE, KeyPurposeId.id_kp_serverAuth, now);
    Thread.sleep(REMEMBERED_MILLIS);
    assertEquals(second, connect("TLSv1.3").getSerialNumber());
  }

  /** Fail closed: a connection without a certificate is not even tried. */
  @Test
  void withoutAValidKeyOfItsRoleThereIsNoConnection() throws Exception {
    Instant now = Instant.now();
    newKey("over", "EC:secp256r1", ROLE, CLIENT, now.minusSeconds(3 * 86_400));
    newKey("another", "EC:secp256r1", "tws_front", CLIENT, now);
    newKey("server", "EC:secp256r1", ROLE, KeyPurposeId.id_kp_serverAuth, now);
    newKey("any", "EC:secp256r1", ROLE, KeyPurposeId.anyExtendedKeyUsage, now);
    String refusal = refusal();
    assertTrue(refusal.contains("no valid certificate of '" + ROLE + "'"), refusal);
    assertTrue(refusal.contains("DATABASE_CLIENT"), refusal);
  }

  @Test
  void withoutTheDeviceThereIsNoConnectionUntilItIsBack() throws Exception {
    BigInteger serial = newKey("key", "EC:secp256r1", ROLE, CLIENT, Instant.now());
    fault.begin("removed");
    String refusal = refusal();
    assertTrue(refusal.contains("the key for the database in the device"), refusal);
    fault.end("removed");
    Thread.sleep(BACK_MILLIS);
    assertEquals(serial, connect("TLSv1.3").getSerialNumber());
  }

  /** Within the seconds in which the certificate is still known, the signature fails. */
  @Test
  void deviceThatWasLostAMomentAgoSignsNothing() throws Exception {
    newKey("key", "EC:secp256r1", ROLE, CLIENT, Instant.now());
    connect("TLSv1.3");
    fault.begin("removed");
    assertThrows(IOException.class, () -> connect("TLSv1.3"));
    fault.end("removed");
  }

  @Test
  void serverThatAnotherOneVouchesForIsNotBelieved() throws Exception {
    newKey("key", "EC:secp256r1", ROLE, CLIENT, Instant.now());
    connection.setProperty("sslrootcert", pem("other.pem", certificateOf(pair())).toString());
    assertThrows(IOException.class, () -> connect("TLSv1.3"));
  }

  @Test
  void serverOfAnotherNameIsNotBelieved() throws Exception {
    newKey("key", "EC:secp256r1", ROLE, CLIENT, Instant.now());
    assertThrows(IOException.class, () -> connect("TLSv1.3", "other.example"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"disable", "allow", "prefer", "require", "verify-ca"})
  void modeThatBelievesAnyServerIsRefused(String mode) throws Exception {
    newKey("key", "EC:secp256r1", ROLE, CLIENT, Instant.now());
    connection.setProperty("sslmode", mode);
    assertTrue(refusal().contains("sslmode=verify-full"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sslmode", "sslrootcert", "user", "sslfactoryarg"})
  void whatTheAddressLacksIsNamed(String property) throws Exception {
    newKey("key", "EC:secp256r1", ROLE, CLIENT, Instant.now());
    connection.remove(property);
    // Without a device in the address it is the one of infrastructure keys, which is not here.
    String named = property.equals("sslfactoryarg") ? "device 'infra'" : property;
    assertTrue(refusal().contains(named), refusal());
  }

  @Test
  void fileWithoutACertificateIsRefused() throws Exception {
    newKey("key", "EC:secp256r1", ROLE, CLIENT, Instant.now());
    connection.setProperty("sslrootcert", Files.createFile(folder.resolve("empty")).toString());
    assertTrue(refusal().contains("no certificate in"), refusal());
  }

  @Test
  void itOpensNoConnectionsItself() {
    DatabaseSocketFactory factory = new DatabaseSocketFactory(connection);
    assertThrows(IOException.class, () -> factory.createSocket("localhost", 1));
  }

  private String refusal() throws IOException {
    try (ServerSocket never = new ServerSocket(0);
        Socket opened = new Socket(never.getInetAddress(), never.getLocalPort())) {
      DatabaseSocketFactory factory = new DatabaseSocketFactory(connection);
      IOException refusal =
          assertThrows(
              IOException.class, () -> factory.createSocket(opened, HOST, opened.getPort(), true));
      return String.valueOf(refusal.getMessage());
    }
  }

  private X509Certificate connect(String protocol) throws Exception {
    return connect(protocol, HOST);
  }

  /** One handshake by the driver's steps; what the server was shown. */
  private X509Certificate connect(String protocol, String host) throws Exception {
    SSLServerSocket listening = server;
    listening.setEnabledProtocols(new String[] {protocol});
    Future<X509Certificate> served =
        serverThread.submit(
            () -> {
              try (SSLSocket accepted = (SSLSocket) listening.accept()) {
                accepted.startHandshake();
                accepted.getOutputStream().write('.');
                return (X509Certificate) accepted.getSession().getPeerCertificates()[0];
              }
            });
    Socket opened = new Socket(listening.getInetAddress(), listening.getLocalPort());
    try (SSLSocket client =
        (SSLSocket)
            new DatabaseSocketFactory(connection)
                .createSocket(opened, host, listening.getLocalPort(), true)) {
      client.setSoTimeout(10_000);
      client.startHandshake();
      if (client.getInputStream().read() != '.') {
        throw new IOException("the server ended the connection");
      }
      return served.get();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } finally {
      opened.close();
    }
  }

  private BigInteger newKey(
      String label, String algorithm, String name, KeyPurposeId usage, Instant begin)
      throws Exception {
    return token.newKey(label, algorithm, name, usage, begin).getSerialNumber();
  }

  private static KeyPair pair() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  /** Of the server, which is its own anchor. */
  private static X509Certificate certificateOf(KeyPair key) throws Exception {
    Instant now = Instant.now();
    X500Name name = new X500Name("CN=" + HOST);
    var builder =
        new JcaX509v3CertificateBuilder(
            name,
            new BigInteger(64, new SecureRandom()),
            Date.from(now.minusSeconds(60)),
            Date.from(now.plusSeconds(3600)),
            name,
            key.getPublic());
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(new GeneralName(GeneralName.dNSName, HOST)));
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate())));
  }

  private Path pem(String name, X509Certificate certificate) throws Exception {
    return Files.writeString(
        folder.resolve(name),
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
            + "\n-----END CERTIFICATE-----\n");
  }

  private static SSLServerSocket listen(KeyPair key, X509Certificate certificate) throws Exception {
    char[] password = "in-memory".toCharArray();
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, null);
    own.setKeyEntry("server", key.getPrivate(), password, new X509Certificate[] {certificate});
    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(own, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), new TrustManager[] {new AnyPeer()}, new SecureRandom());
    SSLServerSocket made = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0);
    made.setNeedClientAuth(true);
    return made;
  }
}
