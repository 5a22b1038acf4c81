package org.opentws.revocationstatus;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentVerifierProvider;
import org.bouncycastle.operator.DefaultSignatureNameFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.jspecify.annotations.Nullable;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;

/**
 * Whose signature a status request must carry, where the policy demands one (RS2; RFC 6960, 4.1.2):
 * somebody's whom one of these CAs certified itself. Whether that certificate is revoked is not
 * asked here.
 */
final class RequestSigners {
  private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

  private final List<X509CertificateHolder> authorities;

  private RequestSigners(List<X509CertificateHolder> authorities) {
    this.authorities = authorities;
  }

  /**
   * Reads the policy.
   *
   * @param file PEM with certificates of CAs; empty: no signature is demanded, nor judged
   * @throws IllegalStateException it cannot be read
   */
  static RequestSigners of(Optional<Path> file) {
    List<X509CertificateHolder> read = new ArrayList<>();
    if (file.isPresent()) {
      try (InputStream pem = Files.newInputStream(file.get())) {
        for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
          read.add(new X509CertificateHolder(each.getEncoded()));
        }
      } catch (IOException | CertificateException e) {
        throw unreadable(file.get(), e);
      }
      if (read.isEmpty()) {
        throw unreadable(file.get(), null);
      }
    }
    return new RequestSigners(read);
  }

  private static IllegalStateException unreadable(Path file, @Nullable Exception cause) {
    return new IllegalStateException(
        "opentws.revocationstatus.request-signers has no certificates that can be read: " + file,
        cause);
  }

  /** The protocol's words for a request that the policy does not admit; empty if it does. */
  Optional<OcspFailure> objection(Der request, TrustedTime time) {
    if (authorities.isEmpty()) {
      return Optional.empty();
    }
    try {
      OCSPReq read = new OCSPReq(request.octets());
      if (!read.isSigned()) {
        return Optional.of(OcspFailure.SIG_REQUIRED);
      }
      for (X509CertificateHolder signer : read.getCerts()) {
        if (isAdmitted(signer, time.now()) && isSignedBy(signer, read)) {
          return Optional.empty();
        }
      }
    } catch (IOException | RuntimeException e) {
      // Bouncy Castle throws unchecked exceptions on hostile input: nobody's signature.
      return Optional.of(OcspFailure.UNAUTHORIZED);
    }
    return Optional.of(OcspFailure.UNAUTHORIZED);
  }

  private boolean isAdmitted(X509CertificateHolder signer, Instant now) {
    KeyUsage usage = KeyUsage.fromExtensions(signer.getExtensions());
    return signer.isValidOn(Date.from(now))
        && (usage == null
            || usage.hasUsages(KeyUsage.digitalSignature)
            || usage.hasUsages(KeyUsage.nonRepudiation))
        && authorities.stream().anyMatch(authority -> certified(authority, signer));
  }

  private static boolean certified(X509CertificateHolder authority, X509CertificateHolder signer) {
    try {
      return signer.getIssuer().equals(authority.getSubject())
          && signer.isSignatureValid(verifier(authority));
    } catch (CertException | OperatorCreationException | CertificateException e) {
      return false;
    }
  }

  private static boolean isSignedBy(X509CertificateHolder signer, OCSPReq request) {
    String algorithm =
        new DefaultSignatureNameFinder()
            .getAlgorithmName(request.getSignatureAlgOID())
            .toUpperCase(Locale.ROOT);
    try {
      return !algorithm.contains("SHA1")
          && !algorithm.contains("MD5")
          && request.isSignatureValid(verifier(signer));
    } catch (OCSPException | OperatorCreationException | CertificateException e) {
      return false;
    }
  }

  private static ContentVerifierProvider verifier(X509CertificateHolder certificate)
      throws OperatorCreationException, CertificateException {
    return new JcaContentVerifierProviderBuilder().setProvider(PROVIDER).build(certificate);
  }
}
