package org.opentws.authentication;

import io.undertow.server.RenegotiationRequiredException;
import io.undertow.server.SSLSessionInfo;
import io.undertow.servlet.handlers.ServletRequestContext;
import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.opentws.value.Der;
import org.opentws.value.Sha256;

/**
 * The certificate whose key the TLS client proved to hold.
 *
 * @param certificate X.509
 * @param fingerprint its SHA-256, lower-case hexadecimal
 */
public record CallerCertificate(Der certificate, String fingerprint) {
  private static final String ATTRIBUTE = "jakarta.servlet.request.X509Certificate";

  public static CallerCertificate of(byte[] encoded) {
    return new CallerCertificate(Der.of(encoded), Sha256.hex(encoded));
  }

  /** Of this very connection; never from a header. */
  public static Optional<CallerCertificate> of(HttpServletRequest request) {
    Object attribute = request.getAttribute(ATTRIBUTE);
    if (attribute instanceof X509Certificate[] chain && chain.length > 0) {
      return encoded(chain[0]);
    }
    // Undertow sets the attribute only after authentication; the mechanism runs before that.
    return ofConnection();
  }

  private static Optional<CallerCertificate> ofConnection() {
    return presented().flatMap(CallerCertificate::encoded);
  }

  /** That of the TLS client whose request this thread serves. */
  static Optional<X509Certificate> presented() {
    @Nullable ServletRequestContext context = ServletRequestContext.current();
    if (context == null) {
      return Optional.empty();
    }
    @Nullable SSLSessionInfo tls = context.getExchange().getConnection().getSslSessionInfo();
    if (tls == null) {
      return Optional.empty();
    }
    try {
      Certificate[] chain = tls.getPeerCertificates();
      return chain.length > 0 && chain[0] instanceof X509Certificate own
          ? Optional.of(own)
          : Optional.empty();
    } catch (SSLPeerUnverifiedException | RenegotiationRequiredException e) {
      return Optional.empty();
    }
  }

  private static Optional<CallerCertificate> encoded(Certificate certificate) {
    try {
      return Optional.of(of(certificate.getEncoded()));
    } catch (CertificateEncodingException e) {
      return Optional.empty();
    }
  }
}
