package org.opentws.conformance.blackbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** The system under test, known only by its demo.json. */
final class RunningSystem {
  private static final char[] IN_MEMORY = "in-memory".toCharArray();

  private final Path file;
  private final JsonNode demo;

  private RunningSystem(Path file, JsonNode demo) {
    this.file = file;
    this.demo = demo;
  }

  /** The one that {@code ./tws} names. */
  static RunningSystem get() {
    String file = System.getProperty("opentws.demo");
    if (file == null) {
      throw new IllegalStateException("run the checks by ./tws conformance: opentws.demo is unset");
    }
    try {
      Path path = Path.of(file).toAbsolutePath();
      return new RunningSystem(path, new ObjectMapper().readTree(path.toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same system as another node serves it, whose ports are so much higher. */
  RunningSystem atPorts(int higher) {
    ObjectNode moved = demo.deepCopy();
    for (String key : List.of("publicHttp", "publicHttps", "admin", "ocsp", "tsa", "crl", "api")) {
      URI first = uri(key);
      String there = ":" + (first.getPort() + higher);
      moved.put(key, first.toString().replace(":" + first.getPort(), there));
    }
    return new RunningSystem(file, moved);
  }

  /** A value of demo.json. */
  String value(String key) {
    return demo.get(key).asText();
  }

  URI uri(String key) {
    return URI.create(value(key));
  }

  JsonNode node(String key) {
    return demo.get(key);
  }

  /** The folder of demo.json. */
  Path folder() {
    return file.resolveSibling("");
  }

  /** A file beside demo.json. */
  Path path(String name) {
    return file.resolveSibling(name);
  }

  X509Certificate certificate(String name) {
    try (var in = Files.newInputStream(path(name))) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(name, e);
    }
  }

  static X509Certificate certificate(byte[] der) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("not a certificate", e);
    }
  }

  /** Without a client certificate. */
  Client anonymous() {
    return new Client(this, httpClient(null, null), "anonymous");
  }

  /** With the officer's control certificate, logged in with the password. */
  Client officer(String account) {
    Client client = withCertificateOf(account);
    client.login(password(account));
    return client;
  }

  /** With the officer's control certificate only. */
  Client withCertificateOf(String account) {
    JsonNode officer = officerNode(account);
    return new Client(
        this, httpClient(path(officer.get("certificate")), path(officer.get("key"))), account);
  }

  /** With any key and its certificate. */
  Client withKey(String name, PrivateKey key, X509Certificate certificate) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("control", key, IN_MEMORY, new X509Certificate[] {certificate});
      return new Client(this, httpClient(tls(store)), name);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("TLS client", e);
    }
  }

  String password(String account) {
    return officerNode(account).get("password").asText();
  }

  private JsonNode officerNode(String account) {
    JsonNode officer = demo.get("officers").get(account);
    if (officer == null) {
      throw new IllegalArgumentException("no officer " + account);
    }
    return officer;
  }

  Path path(JsonNode text) {
    return file.resolveSibling(text.asText());
  }

  private HttpClient httpClient(
      @org.jspecify.annotations.Nullable Path certificate,
      @org.jspecify.annotations.Nullable Path key) {
    return httpClient(tls(certificate, key));
  }

  private static HttpClient httpClient(SSLContext tls) {
    return HttpClient.newBuilder()
        .sslContext(tls)
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(Duration.ofSeconds(10))
        .build();
  }

  /** Trusts what demo.json says, and shows no certificate. */
  SSLContext anonymousTls() {
    return tls(null, null);
  }

  private SSLContext tls(
      @org.jspecify.annotations.Nullable Path certificate,
      @org.jspecify.annotations.Nullable Path key) {
    try {
      return tls(keyStore(certificate, key));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("TLS client", e);
    }
  }

  private SSLContext tls(KeyStore own) throws IOException, GeneralSecurityException {
    SSLContext tls = SSLContext.getInstance("TLS");
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, IN_MEMORY);
    tls.init(keys.getKeyManagers(), trust().getTrustManagers(), null);
    return tls;
  }

  private static KeyStore keyStore(
      @org.jspecify.annotations.Nullable Path certificate,
      @org.jspecify.annotations.Nullable Path key)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    if (certificate != null && key != null) {
      try (var in = Files.newInputStream(certificate)) {
        X509Certificate own =
            (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        store.setKeyEntry("control", privateKey(key), IN_MEMORY, new X509Certificate[] {own});
      }
    }
    return store;
  }

  static PrivateKey privateKey(Path pem) throws IOException {
    try (Reader in = Files.newBufferedReader(pem);
        PEMParser parser = new PEMParser(in)) {
      Object parsed = parser.readObject();
      PrivateKeyInfo key =
          parsed instanceof PEMKeyPair pair ? pair.getPrivateKeyInfo() : (PrivateKeyInfo) parsed;
      return new JcaPEMKeyConverter().getPrivateKey(key);
    }
  }

  private TrustManagerFactory trust() throws IOException, GeneralSecurityException {
    KeyStore anchors = KeyStore.getInstance("PKCS12");
    anchors.load(null, null);
    anchors.setCertificateEntry("tls-ca", certificate("tls-ca.pem"));
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(anchors);
    return factory;
  }

  /** Serial number in the text form of the interfaces. */
  static String hex(X509Certificate certificate) {
    return certificate.getSerialNumber().toString(16).toLowerCase(Locale.ROOT);
  }
}
