package org.opentws.access.administration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.cert.X509CertificateHolder;
import org.opentws.access.Caller;
import org.opentws.access.store.OfficerSigner;
import org.opentws.audit.AuditEventType;
import org.opentws.authentication.CallerCertificate;
import org.opentws.authentication.ManagementCa;
import org.opentws.dualcontrol.OperationHandler;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;

/**
 * CHANGE_OFFICER_SIGNER: another key signs recovery documents from then on, because the shares or
 * the token of the one before are lost, or because it grows old. Parameter: certificate, base64 of
 * DER, as the ceremony replace-recovery.yaml wrote it.
 */
@ApplicationScoped
public class ChangeOfficerSignerOperation implements OperationHandler {
  private static final String CERTIFICATE = NewUser.CERTIFICATE;

  @Inject OfficerSigners signers;
  @Inject ManagementCa managementCa;
  @Inject AccessJournal journal;
  @Inject TrustedTime time;

  @Override
  public String type() {
    return "CHANGE_OFFICER_SIGNER";
  }

  @Override
  public String describe(Map<String, String> parameters) {
    CallerCertificate certificate = read(parameters);
    // Refused where nobody can say which key counts now.
    signers.newest();
    return "Let the key of the certificate with SHA-256 fingerprint %s sign recovery documents"
            .formatted(certificate.fingerprint())
        + " from now on: whoever holds its shares makes new Security Officers; the key before it"
        + " does not any more";
  }

  @Override
  public Map<String, String> execute(
      Map<String, String> parameters, Caller requester, Caller approver) {
    int version = signers.newest().map(OfficerSigner::version).orElse(0) + 1;
    CallerCertificate certificate = read(parameters);
    signers.store(
        new OfficerSigner(
            version,
            certificate.certificate(),
            requester.account(),
            approver.account(),
            time.now().truncatedTo(ChronoUnit.MILLIS)));
    Map<String, String> what =
        Map.of(
            AuditedAccountHistory.VERSION,
            Integer.toString(version),
            CERTIFICATE,
            certificate.fingerprint());
    journal.changed(
        AuditEventType.OFFICER_SIGNER_CHANGED, OfficerSigners.ALL, what, requester, approver);
    return what;
  }

  private CallerCertificate read(Map<String, String> parameters) {
    if (!parameters.keySet().equals(Set.of(CERTIFICATE))) {
      throw new RequestRefused(
          Refusal.MALFORMED_REQUEST, "the parameter is 'certificate', and no other");
    }
    CallerCertificate given = NewUser.certificate(parameters.getOrDefault(CERTIFICATE, ""));
    objection(given.certificate())
        .ifPresent(
            objection -> {
              throw new RequestRefused(Refusal.PROFILE_VIOLATION, objection);
            });
    return given;
  }

  private Optional<String> objection(Der given) {
    try {
      X509CertificateHolder certificate = new X509CertificateHolder(given.octets());
      if (!CeremonySigner.isCertified(
          certificate, CeremonySigner.RECOVERY, managementCa.certificate())) {
        return Optional.of(
            "the management CA did not certify this key for recovery documents and nothing else");
      }
      return certificate.isValidOn(Date.from(time.now()))
          ? Optional.empty()
          : Optional.of("the certificate is not valid now");
    } catch (IOException | GeneralSecurityException e) {
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, "'certificate' is none", e);
    }
  }
}
