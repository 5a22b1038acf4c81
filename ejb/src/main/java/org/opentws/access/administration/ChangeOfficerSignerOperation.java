package org.opentws.access.administration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.cert.X509CertificateHolder;
import org.opentws.access.Caller;
import org.opentws.access.store.OfficerSigner;
import org.opentws.audit.AuditEventType;
import org.opentws.authentication.ManagementCa;
import org.opentws.authentication.Sha256;
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
  private static final String CERTIFICATE = "certificate";

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
    Der certificate = read(parameters);
    signers.newest();
    return "Let the key of the certificate with SHA-256 fingerprint %s sign recovery documents"
            .formatted(fingerprint(certificate))
        + " from now on: whoever holds its shares makes new Security Officers; the key before it"
        + " does not any more";
  }

  @Override
  public Map<String, String> execute(
      Map<String, String> parameters, Caller requester, Caller approver) {
    int version = signers.newest().map(OfficerSigner::version).orElse(0) + 1;
    Der certificate = read(parameters);
    signers.store(
        new OfficerSigner(
            version,
            certificate,
            requester.account(),
            approver.account(),
            time.now().truncatedTo(ChronoUnit.MILLIS)));
    Map<String, String> what =
        Map.of(
            AuditedAccountHistory.VERSION,
            Integer.toString(version),
            CERTIFICATE,
            fingerprint(certificate));
    journal.changed(
        AuditEventType.OFFICER_SIGNER_CHANGED, OfficerSigners.ALL, what, requester, approver);
    return what;
  }

  private Der read(Map<String, String> parameters) {
    if (!parameters.keySet().equals(Set.of(CERTIFICATE))) {
      throw malformed("the parameter is 'certificate', and no other");
    }
    try {
      byte[] der = Base64.getDecoder().decode(parameters.get(CERTIFICATE));
      X509CertificateHolder certificate = new X509CertificateHolder(der);
      objection(certificate)
          .ifPresent(
              objection -> {
                throw new RequestRefused(Refusal.PROFILE_VIOLATION, objection);
              });
      return Der.of(der);
    } catch (IOException | IllegalArgumentException | GeneralSecurityException e) {
      throw malformed("'certificate' is not base64 of a certificate");
    }
  }

  private Optional<String> objection(X509CertificateHolder certificate)
      throws GeneralSecurityException {
    if (!CeremonySigner.isCertified(
        certificate, CeremonySigner.RECOVERY, managementCa.certificate())) {
      return Optional.of(
          "the management CA did not certify this key for recovery documents and nothing else");
    }
    Instant now = time.now();
    return certificate.isValidOn(Date.from(now))
        ? Optional.empty()
        : Optional.of("the certificate is not valid now");
  }

  private static String fingerprint(Der certificate) {
    return Sha256.hex(certificate.octets());
  }

  private static RequestRefused malformed(String detail) {
    return new RequestRefused(Refusal.MALFORMED_REQUEST, detail);
  }
}
