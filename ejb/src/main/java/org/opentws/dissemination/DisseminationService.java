package org.opentws.dissemination;

import static org.opentws.audit.AuditEventType.CERTIFICATE_VIEWED;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.bouncycastle.asn1.x500.style.RFC4519Style;
import org.bouncycastle.cert.X509CertificateHolder;
import org.opentws.access.CurrentCaller;
import org.opentws.access.store.PermissionName;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;
import org.opentws.certificategeneration.store.CertificateScopeRepository;
import org.opentws.dissemination.store.DisseminatedCertificate;
import org.opentws.dissemination.store.DisseminationRepository;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.revocationstatus.CertificateStatus;
import org.opentws.revocationstatus.CertificateStatusDatabase;
import org.opentws.revocationstatus.StatusNotTrusted;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

/**
 * The one gate through which a certificate leaves the system (D1.1, D1.2, D2.1a). Its policy, by
 * who asks: everybody gets what the subject agreed to publish; the subject always gets its own;
 * officers whose work it is see every certificate with its status. Everything else is "not found".
 */
@Stateless
public class DisseminationService {
  @Inject DisseminationRepository repository;
  @Inject CertificateScopeRepository scopes;
  @Inject CertificateStatusDatabase statuses;
  @Inject CurrentCaller caller;
  @Inject AuditLog audit;
  @Inject GenuineCertificates genuine;
  @Inject TrustedTime time;

  /**
   * For everybody.
   *
   * @throws RequestRefused NOT_FOUND, the same for an unknown certificate and for one without
   *     consent
   */
  @PermitAll
  public DisseminatedObject toEverybody(String issuer, SerialNumber serial) {
    return repository
        .findPublished(issuer, serial)
        .map(
            found ->
                DisseminatedObject.of(
                    genuine.genuine(name(issuer, serial), found.certificate()), found.notBefore()))
        .orElseThrow(DisseminationService::notFound);
  }

  /**
   * For the subject, who has shown the unguessable id of the application: the caller of this method
   * has seen it.
   *
   * @throws RequestRefused NOT_FOUND
   */
  @PermitAll
  public Der toSubject(String issuer, SerialNumber serial) {
    return genuine.genuine(name(issuer, serial), find(issuer, serial).certificate());
  }

  /**
   * The status of the own certificate, for the subject, who has shown the same.
   *
   * @throws RequestRefused NOT_FOUND
   * @throws ServiceUnavailable it cannot be had or trusted now
   */
  @PermitAll
  public SubjectStatus statusToSubject(String issuer, SerialNumber serial) {
    Instant asOf = time.now().truncatedTo(ChronoUnit.SECONDS);
    CertificateStatus status = status(issuer, serial);
    return new SubjectStatus(status.state(), status.reason(), status.changedAt(), asOf);
  }

  /**
   * For officers, with the present status. The look is recorded (R2.1).
   *
   * @throws RequestRefused NOT_FOUND
   * @throws ServiceUnavailable the status cannot be had or trusted, or the look not be recorded
   */
  @RolesAllowed(PermissionName.CERTIFICATE_READ)
  public CertificateReport toOfficer(String issuer, SerialNumber serial) {
    // SA1.1: what the officer does not work for does not exist.
    if (!scopes.covers(caller.get().scope(), issuer, serial)) {
      throw notFound();
    }
    DisseminatedCertificate found = find(issuer, serial);
    genuine.genuine(name(issuer, serial), found.certificate());
    CertificateStatus status = status(issuer, serial);
    audit.recordAndWait(
        new AuditEvent(
            CERTIFICATE_VIEWED,
            Outcome.SUCCESS,
            caller.get().account(),
            name(issuer, serial),
            Map.of()));
    return new CertificateReport(
        issuer,
        serial,
        subject(found.certificate()),
        found.profile(),
        found.notBefore(),
        found.notAfter(),
        status.state(),
        status.reason(),
        status.changedAt(),
        repository.findPublished(issuer, serial).isPresent(),
        Pem.certificate(found.certificate()));
  }

  private static String name(String issuer, SerialNumber serial) {
    return "certificate:" + issuer + "/" + serial;
  }

  private DisseminatedCertificate find(String issuer, SerialNumber serial) {
    return repository.find(issuer, serial).orElseThrow(DisseminationService::notFound);
  }

  private CertificateStatus status(String issuer, SerialNumber serial) {
    try {
      return statuses.find(issuer, serial).orElseThrow(DisseminationService::notFound);
    } catch (StatusNotTrusted e) {
      // RS1.3: no status is better than a forged one.
      throw new ServiceUnavailable(
          ServiceUnavailable.Cause.DATABASE, "the certificate's status is not trusted now", e);
    }
  }

  private static RequestRefused notFound() {
    return new RequestRefused(Refusal.NOT_FOUND, "no such certificate");
  }

  private static String subject(Der certificate) {
    try {
      return RFC4519Style.INSTANCE.toString(
          new X509CertificateHolder(certificate.octets()).getSubject());
    } catch (IOException | RuntimeException e) {
      throw new IllegalStateException("a stored certificate cannot be read", e);
    }
  }
}
