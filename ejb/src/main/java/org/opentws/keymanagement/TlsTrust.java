package org.opentws.keymanagement;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS of this system as a client: whom it believes. It shows no certificate of its own. */
public final class TlsTrust {
  private TlsTrust() {}

  /** Believes the authorities that come with Java. */
  public static SSLContext platform() throws GeneralSecurityException {
    return SSLContext.getDefault();
  }

  /** Believes the authorities in a PEM file; without one those that come with Java. */
  public static SSLContext of(Optional<Path> pem) throws IOException, GeneralSecurityException {
    return pem.isPresent() ? authorities(pem.get()) : platform();
  }

  /** Believes the authorities in a PEM file, and no others. */
  public static SSLContext authorities(Path pem) throws IOException, GeneralSecurityException {
    KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
    anchors.load(null, null);
    try (InputStream in = Files.newInputStream(pem)) {
      int number = 0;
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        anchors.setCertificateEntry("authority-" + number++, certificate);
      }
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(anchors);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
