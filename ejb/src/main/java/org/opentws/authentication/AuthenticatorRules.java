package org.opentws.authentication;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.anchor.TrustAnchorRepository;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.data.attestation.authenticator.AAGUID;
import com.webauthn4j.verifier.attestation.statement.packed.PackedAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.statement.tpm.TPMAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.statement.u2f.FIDOU2FAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.trustworthiness.certpath.DefaultCertPathTrustworthinessVerifier;
import com.webauthn4j.verifier.attestation.trustworthiness.self.DefaultSelfAttestationTrustworthinessVerifier;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which authenticators may be registered (KM1.4, IA3.1): any, or those of named makers only. */
final class AuthenticatorRules {
  private AuthenticatorRules() {}

  /**
   * What judges registrations and answers.
   *
   * @param roots PEM file of makers' roots; empty: an attestation is neither asked for nor judged
   */
  static WebAuthnManager judge(Optional<Path> roots, ObjectConverter converter) {
    return roots
        .map(file -> strict(anchors(file), converter))
        .orElseGet(() -> WebAuthnManager.createNonStrictWebAuthnManager(converter));
  }

  private static WebAuthnManager strict(Set<TrustAnchor> anchors, ObjectConverter converter) {
    DefaultSelfAttestationTrustworthinessVerifier self =
        new DefaultSelfAttestationTrustworthinessVerifier();
    self.setSelfAttestationAllowed(false);
    return new WebAuthnManager(
        List.of(
            new PackedAttestationStatementVerifier(),
            new FIDOU2FAttestationStatementVerifier(),
            new TPMAttestationStatementVerifier()),
        new DefaultCertPathTrustworthinessVerifier(new Makers(anchors)),
        self,
        converter);
  }

  /** The same roots for every model. */
  private record Makers(Set<TrustAnchor> anchors) implements TrustAnchorRepository {
    @Override
    public Set<TrustAnchor> find(AAGUID model) {
      return anchors;
    }

    @Override
    public Set<TrustAnchor> find(byte[] attestationKey) {
      return anchors;
    }
  }

  private static Set<TrustAnchor> anchors(Path file) {
    Set<TrustAnchor> anchors = new HashSet<>();
    try (InputStream pem = Files.newInputStream(file)) {
      for (var root : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        anchors.add(new TrustAnchor((X509Certificate) root, null));
      }
    } catch (IOException | CertificateException e) {
      throw new IllegalStateException(
          "opentws.authentication.authenticator-roots cannot be read: " + file, e);
    }
    return anchors;
  }
}
