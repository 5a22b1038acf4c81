package org.opentws.dissemination;

import static org.opentws.audit.AuditEventType.CERTIFICATE_PUBLISHED;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Map;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;
import org.opentws.certificategeneration.CertificateGenerated;
import org.opentws.dissemination.store.DisseminatedCertificate;
import org.opentws.dissemination.store.DisseminationRepository;
import org.opentws.time.TrustedTime;

/**
 * Takes each new certificate into the repository, in the transaction that stores it at generation:
 * there is no certificate that dissemination does not know the subject's wish about.
 */
@ApplicationScoped
public class CertificateKeeping {
  @Inject DisseminationRepository repository;
  @Inject AuditLog audit;
  @Inject TrustedTime time;

  /** D1.2: published only with consent; without a word about it there is none. */
  public void keep(@Observes CertificateGenerated generated) {
    repository.add(
        new DisseminatedCertificate(
            generated.issuer(),
            generated.serial(),
            generated.profile(),
            generated.notBefore(),
            generated.notAfter(),
            generated.certificate()),
        generated.ofSubject() && !generated.consent());
    if (generated.consent()) {
      repository.publish(generated.issuer(), generated.serial(), time.now());
      audit.record(
          new AuditEvent(
              CERTIFICATE_PUBLISHED,
              Outcome.SUCCESS,
              "dissemination",
              "certificate:" + generated.issuer() + "/" + generated.serial(),
              Map.of("profile", generated.profile())));
    }
  }
}
