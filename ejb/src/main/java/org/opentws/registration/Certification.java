package org.opentws.registration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Set;
import org.opentws.certificategeneration.CertificateGeneration;
import org.opentws.certificategeneration.CertificateOrder;
import org.opentws.certificategeneration.CertificateRequest;
import org.opentws.certificategeneration.GeneratedCertificate;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.externalmessage.MessageSeal;
import org.opentws.registration.store.CertificateApplication;
import org.opentws.value.Der;

/**
 * Brings an approved application to its end. Runs outside any transaction: each step commits on its
 * own, and generation gives the first certificate again for the same application id, so this may be
 * begun anew after a crash at any line without a second certificate.
 */
@ApplicationScoped
public class Certification {
  private static final String SENDER = "registration";

  /** Refusals that are about the application; others pass, and it stays approved. */
  private static final Set<Refusal> FINAL =
      Set.of(
          Refusal.MALFORMED_REQUEST,
          Refusal.PROFILE_VIOLATION,
          Refusal.LINT_FAILED,
          Refusal.WEAK_KEY,
          Refusal.PROOF_OF_POSSESSION_FAILED);

  @Inject ApplicationDecisions decisions;
  @Inject ProfileRules rules;
  @Inject MessageSeal seal;
  @Inject CertificateGeneration generation;

  /**
   * Seals the request, has the certificate generated, and records the outcome.
   *
   * @throws RequestRefused the application is REFUSED now, with this reason
   * @throws ServiceUnavailable the application is still APPROVED; try again later
   */
  public ApplicationProgress complete(String id) {
    GeneratedCertificate generated;
    try {
      generated = generation.generate(sealedRequest(decisions.approved(id)));
    } catch (ServiceUnavailable e) {
      decisions.postponed(id);
      throw e;
    } catch (RequestRefused e) {
      if (FINAL.contains(e.refusal())) {
        decisions.refused(id, e);
        throw e;
      }
      decisions.postponed(id);
      throw new ServiceUnavailable(
          ServiceUnavailable.Cause.MESSAGING, "generation did not accept registration's seal", e);
    }
    // A crash here leaves APPROVED and a certificate; the next attempt is given that certificate.
    return decisions.certified(id, generated);
  }

  /** R1.7: authentic and unaltered, by registration's own infrastructure key. */
  private Der sealedRequest(CertificateApplication application) {
    Pkcs10 pkcs10 = Pkcs10.read(application.pkcs10());
    CertificateOrder order =
        new CertificateOrder(
            application.profile(),
            rules.issuer(),
            pkcs10.publicKey(),
            ApplicationJson.subject(application.subject()),
            application.consent());
    CertificateRequest request = new CertificateRequest(application.id(), order, pkcs10.encoded());
    Der sealed = seal.seal(SENDER, CertificateGeneration.REQUEST_TYPE, request.toJson());
    decisions.requestSealed(application.id());
    return sealed;
  }
}
