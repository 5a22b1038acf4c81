package org.opentws.hsm.tls;

import java.security.cert.X509Certificate;
import javax.net.ssl.X509TrustManager;

/** For tests of which certificate is shown and whether its key answers, not of whom one trusts. */
final class AnyPeer implements X509TrustManager {
  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType) {}

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType) {}

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
