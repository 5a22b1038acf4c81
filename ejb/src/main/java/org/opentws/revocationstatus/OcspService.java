package org.opentws.revocationstatus;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.opentws.audit.Outcome;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.time.TrustedTime;

/**
 * The online Revocation Status Service (RS1, RS2): OCSP by RFC 6960, RFC 5019 and RFC 9654. The
 * answer is given to the completion when request and answer are durable in the audit log (RS3.1);
 * no thread waits for that, nor for the status or the device.
 *
 * <p>A plain bean, not a session bean: it is called for every request, by the server's IO thread,
 * and everybody may call it.
 */
@ApplicationScoped
public class OcspService {
  private static final long READY_OCTETS_MAX = 48L * 1024 * 1024;

  @Inject StatusReader reader;
  @Inject IssuerDirectory directory;
  @Inject OcspResponder responder;
  @Inject OcspSigner signer;
  @Inject OcspJournal journal;
  @Inject CertificateEnclosure enclosure;
  @Inject RevocationStatusConfiguration configuration;
  @Inject TrustedTime trustedTime;

  private final ReadyAnswers ready = new ReadyAnswers(READY_OCTETS_MAX);

  private volatile @Nullable RequestSigners requestSigners;

  private OcspDesk desk() {
    return new OcspDesk(
        reader,
        directory,
        responder,
        signer,
        journal,
        ready,
        enclosure,
        configuration,
        trustedTime);
  }

  /** Read when the first request comes: before, there is nobody to judge. */
  private RequestSigners requestSigners() {
    RequestSigners known = requestSigners;
    if (known == null) {
      known = RequestSigners.of(configuration.requestSigners());
      requestSigners = known;
    }
    return known;
  }

  /**
   * Answers an OCSP request. Never throws for what a caller or a device does: each failure has its
   * OCSP answer.
   *
   * @param completion called exactly once, on whatever thread; must not block
   */
  public void answer(OcspCall call, Consumer<OcspAnswer> completion) {
    try {
      OcspQuestion question = OcspQuestion.parse(call.request());
      Optional<OcspFailure> objection = requestSigners().objection(call.request(), trustedTime);
      if (objection.isPresent()) {
        journal.leave(
            call,
            OcspDraft.failed(
                objection.get(), Outcome.REFUSED, "the policy demands another's signature"),
            completion);
        return;
      }
      reader.submit(new OcspInquiry(desk(), call, question, completion));
    } catch (RequestRefused | ServiceUnavailable | IllegalStateException e) {
      journal.leave(call, journal.failed(e), completion);
    }
  }
}
