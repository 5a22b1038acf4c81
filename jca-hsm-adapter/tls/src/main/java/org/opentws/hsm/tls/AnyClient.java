package org.opentws.hsm.tls;

import java.net.Socket;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactorySpi;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The trust manager of a server that lets any client show a certificate: TLS proves that the client
 * has its key, and nothing else. Whose certificate it is and what it is good for, a subject's own
 * or an officer's, the application judges at each request; so new CAs need no restart. It trusts no
 * server.
 */
public final class AnyClient extends TrustManagerFactorySpi {
  /** Name of the algorithm in the provider. */
  static final String ALGORITHM = "OpenTwsAnyClient";

  @Override
  protected void engineInit(@Nullable KeyStore issuers) {
    // No issuer is asked for.
  }

  @Override
  protected void engineInit(ManagerFactoryParameters parameters) {
    // There are none.
  }

  @Override
  protected TrustManager[] engineGetTrustManagers() {
    return new TrustManager[] {new Shown()};
  }

  private static final class Shown extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      if (chain == null || chain.length == 0) {
        throw new CertificateException("no certificate was shown");
      }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
        throws CertificateException {
      checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
        throws CertificateException {
      checkClientTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      throw new CertificateException("this side is the server");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
        throws CertificateException {
      checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
        throws CertificateException {
      checkServerTrusted(chain, authType);
    }

    /** Any: the client offers what it has. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
