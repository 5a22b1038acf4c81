package org.opentws.certificategeneration;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.value.Der;

/**
 * KM1.4, TS4.2: the maker's word, by a chain of certificates, that a control key was made in a
 * device of his and cannot leave it. The first certificate is about the key itself, as PIV devices
 * make it (Yubico's attestation, for example); the chain ends at a root that the policy names.
 */
public final class KeyAttestation {
  private static final int CERTIFICATES_MAX = 5;

  private KeyAttestation() {}

  /**
   * Judges the attestation that a request has or lacks.
   *
   * @param trusted PEM file with the roots of the makers; none: no attestation is demanded
   * @param given certificates one after the other, that of the key first, without the root
   * @return who attests, in words; empty if the policy demands nothing
   * @throws RequestRefused KEY_NOT_ATTESTED
   */
  public static Optional<String> judge(
      Optional<Path> trusted, Optional<Der> given, Der publicKey, Instant now) {
    if (trusted.isEmpty()) {
      if (given.isPresent()) {
        throw refused("this system names no roots by which an attestation could be judged");
      }
      return Optional.empty();
    }
    Der attestation =
        given.orElseThrow(
            () -> refused("a control key needs its device's attestation, and there is none"));
    List<X509Certificate> chain = certificates(new ByteArrayInputStream(attestation.octets()));
    if (chain.isEmpty() || chain.size() > CERTIFICATES_MAX) {
      throw refused("the attestation has no certificates, or more than five");
    }
    X509Certificate about = chain.get(0);
    if (!Der.of(about.getPublicKey().getEncoded()).equals(publicKey)) {
      throw refused("the attestation is about another key");
    }
    verify(chain, roots(trusted.get()), now);
    return Optional.of(
        "%s, issued by %s"
            .formatted(
                about.getSubjectX500Principal().getName(),
                about.getIssuerX500Principal().getName()));
  }

  private static void verify(List<X509Certificate> chain, Set<TrustAnchor> roots, Instant now) {
    try {
      PKIXParameters parameters = new PKIXParameters(roots);
      parameters.setDate(Date.from(now));
      // Makers publish no revocations of attestations: a bad root is taken off the file.
      parameters.setRevocationEnabled(false);
      CertPathValidator.getInstance("PKIX")
          .validate(CertificateFactory.getInstance("X.509").generateCertPath(chain), parameters);
    } catch (GeneralSecurityException e) {
      throw refused("the attestation does not lead to a root that this system trusts", e);
    }
  }

  private static Set<TrustAnchor> roots(Path file) {
    Set<TrustAnchor> roots = new HashSet<>();
    try (InputStream in = Files.newInputStream(file)) {
      certificates(in).forEach(root -> roots.add(new TrustAnchor(root, null)));
    } catch (IOException e) {
      throw refused("the roots of attestations cannot be read here", e);
    }
    if (roots.isEmpty()) {
      throw refused("no roots of attestations are trusted here");
    }
    return roots;
  }

  private static List<X509Certificate> certificates(InputStream encoded) {
    try {
      List<X509Certificate> read = new ArrayList<>();
      for (Certificate each :
          CertificateFactory.getInstance("X.509").generateCertificates(encoded)) {
        read.add((X509Certificate) each);
      }
      return read;
    } catch (CertificateException e) {
      throw refused("a certificate of the attestation, or a root, cannot be read", e);
    }
  }

  private static RequestRefused refused(String detail) {
    return new RequestRefused(Refusal.KEY_NOT_ATTESTED, detail);
  }

  private static RequestRefused refused(String detail, Exception cause) {
    return new RequestRefused(Refusal.KEY_NOT_ATTESTED, detail, cause);
  }
}
