package org.opentws.certificategeneration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;
import org.opentws.certificategeneration.profile.CertificateProfile.OrderedBy;
import org.opentws.certificategeneration.store.CertificateRepository;
import org.opentws.certificategeneration.store.StoredCertificate;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.externalmessage.MessageSeal;
import org.opentws.value.Der;

/** One sealed request becomes one certificate, in one transaction. */
@ApplicationScoped
public class ApplicationIssuance {
  /** The service whose seal is expected (R1.7). */
  static final String REGISTRATION = "registration";

  @Inject MessageSeal seal;
  @Inject CertificateRepository certificates;
  @Inject CertificateIssuance issuance;

  /**
   * Opens the request and generates, or gives what was generated for the same application before.
   */
  // A transaction of its own: the caller's rollback cannot undo a certificate that was generated,
  // and when the caller asks again it gets the same one.
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public GeneratedCertificate generate(Der sealedRequest) {
    // CG1.1: integrity and origin; what was opened is remembered in this transaction.
    CertificateRequest request =
        CertificateRequest.parse(
            seal.open(REGISTRATION, CertificateGeneration.REQUEST_TYPE, sealedRequest).content());
    // CG1.3, CG1.6b.
    PossessionEvidence.verify(request);
    // Of two requests for one application the second waits here for the first one's end.
    certificates.lockApplication(request.applicationId());
    Optional<StoredCertificate> before = certificates.ofApplication(request.applicationId());
    if (before.isPresent()) {
      return same(before.get(), request);
    }
    return issuance
        .issue(request.order(), OrderedBy.REGISTRATION, Optional.of(request.applicationId()))
        .certificate();
  }

  /** CG1.6b, CG2.1: the same application never stands for another key. */
  private static GeneratedCertificate same(StoredCertificate stored, CertificateRequest request) {
    try {
      X509CertificateHolder certificate = new X509CertificateHolder(stored.der().octets());
      Der key = Der.of(certificate.getSubjectPublicKeyInfo().getEncoded());
      if (!key.equals(request.order().subjectPublicKeyInfo())
          || !stored.issuer().equals(request.order().issuer())
          || !stored.profile().name().equals(request.order().profile())) {
        throw new RequestRefused(
            Refusal.WRONG_STATE,
            "this application already has a certificate, for another key, CA or profile");
      }
      return new GeneratedCertificate(stored.issuer(), stored.serial(), stored.der());
    } catch (IOException e) {
      throw new IllegalStateException("a stored certificate cannot be read", e);
    }
  }
}
