package org.opentws.hsm.tls;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;

class AnyClientTest {
  private static final X509Certificate[] NONE = {};

  /** As Elytron asks for it: by the provider and the name in configure-tls.cli. */
  private static X509ExtendedTrustManager trust() throws Exception {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance("OpenTwsAnyClient", new TokenProvider("anyclienttest"));
    factory.init((KeyStore) null);
    return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
  }

  @Test
  void clientsMayShowWhatTheyHaveButNotNothing() throws Exception {
    X509ExtendedTrustManager trust = trust();
    SSLEngine engine = SSLContext.getDefault().createSSLEngine();
    X509Certificate[] one = new X509Certificate[1];
    assertDoesNotThrow(() -> trust.checkClientTrusted(one, "EC", engine));
    assertThrows(CertificateException.class, () -> trust.checkClientTrusted(NONE, "EC", engine));
    assertThrows(CertificateException.class, () -> trust.checkClientTrusted(NONE, "EC"));
    assertEquals(0, trust.getAcceptedIssuers().length);
  }

  @Test
  void noServerIsTrusted() throws Exception {
    X509ExtendedTrustManager trust = trust();
    SSLEngine engine = SSLContext.getDefault().createSSLEngine();
    X509Certificate[] one = new X509Certificate[1];
    assertThrows(CertificateException.class, () -> trust.checkServerTrusted(one, "EC"));
    assertThrows(CertificateException.class, () -> trust.checkServerTrusted(one, "EC", engine));
  }
}
