package org.opentws.dissemination;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.opentws.audit.AlarmKind;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditLog;
import org.opentws.error.ServiceUnavailable;
import org.opentws.keymanagement.KeyRegister;
import org.opentws.keymanagement.RegisteredKey;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.value.Der;

/**
 * What somebody altered in the database is given to nobody (KM2.3-s2, EIDAS-24.2.f.iii): each
 * certificate shows by its CA's signature that it is the one that was issued.
 */
@ApplicationScoped
public class GenuineCertificates {
  @Inject KeyRegister keys;
  @Inject AuditLog audit;

  /**
   * The same certificate, if a CA of the register signed it.
   *
   * @param about what it is, for the alarm
   * @throws ServiceUnavailable it was altered; an alarm is recorded
   */
  Der genuine(String about, Der certificate) {
    if (isGenuine(certificate)) {
      return certificate;
    }
    audit.recordAndWait(
        AuditEvent.alarm(
            AlarmKind.CERTIFICATE_NOT_TRUSTED,
            "system",
            about,
            Map.of("reason", "stored certificate is not the one that was signed")));
    throw new ServiceUnavailable(
        ServiceUnavailable.Cause.DATABASE, "the stored certificate is not trusted");
  }

  private boolean isGenuine(Der certificate) {
    Optional<X509CertificateHolder> read = read(certificate);
    return read.isPresent()
        && Stream.of(KeyPurpose.CERTIFICATE_SIGNING, KeyPurpose.MANAGEMENT_CERTIFICATE_SIGNING)
            .map(keys::ofPurpose)
            .flatMap(List::stream)
            .map(RegisteredKey::certificate)
            .flatMap(Optional::stream)
            .map(GenuineCertificates::read)
            .flatMap(Optional::stream)
            .filter(ca -> ca.getSubject().equals(read.get().getIssuer()))
            .anyMatch(ca -> isSignedBy(ca, read.get()));
  }

  private static Optional<X509CertificateHolder> read(Der certificate) {
    try {
      return Optional.of(new X509CertificateHolder(certificate.octets()));
    } catch (IOException | RuntimeException e) {
      // Altered octets make the parser fail in either way.
      return Optional.empty();
    }
  }

  private static boolean isSignedBy(X509CertificateHolder ca, X509CertificateHolder certificate) {
    try {
      return certificate.isSignatureValid(new JcaContentVerifierProviderBuilder().build(ca));
    } catch (CertException
        | CertificateException
        | OperatorCreationException
        | RuntimeException e) {
      return false;
    }
  }
}
