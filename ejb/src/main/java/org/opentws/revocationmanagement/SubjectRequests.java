package org.opentws.revocationmanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.revocationmanagement.store.StatusChangeAction;
import org.opentws.revocationmanagement.store.StatusChangeRequest;
import org.opentws.revocationstatus.store.CertificateState;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

/** What holds for every request of a subject or third party, however it was authenticated. */
@ApplicationScoped
public class SubjectRequests {
  /** Requester in records, before it is known who asks. */
  static final String SUBJECT = "subject";

  @Inject IssuedCertificates issued;
  @Inject ThirdParties thirdParties;
  @Inject StatusChangeInbox inbox;
  @Inject StatusChangeEffects effects;
  @Inject TrustedTime trustedTime;

  /** RM1.5c. */
  static String subjectOf(String issuer, SerialNumber serial) {
    return SUBJECT + ":" + issuer + "/" + serial;
  }

  /**
   * RM1.5c: the subject itself; RM1.5: somebody who was admitted to speak for it.
   *
   * @param holder serial number of the certificate whose key was shown
   * @throws RequestRefused FORBIDDEN
   */
  String requester(String issuer, SerialNumber serial, SerialNumber holder) {
    if (holder.equals(serial)) {
      return subjectOf(issuer, serial);
    }
    return thirdParties
        .speakingFor(issuer, holder, serial)
        .map(name -> "third-party:" + name)
        .orElseThrow(
            () ->
                new RequestRefused(
                    Refusal.FORBIDDEN, "a key speaks for its own certificate and for no other"));
  }

  /** The id is the requester's own. */
  static StatusChangeRequest named(StatusChangeRequest asked, String requester) {
    return new StatusChangeRequest(
        StatusChangeMessage.id(requester + ":" + asked.id()),
        asked.issuer(),
        asked.serial(),
        asked.action(),
        asked.reason(),
        asked.invalidityDate(),
        requester,
        false);
  }

  /**
   * Makes it durable: a reinstatement waits for an officer.
   *
   * @param own the certificate itself, if its holder shows it: the database may have lost it
   * @throws RequestRefused NOT_FOUND, REVOCATION_IS_FINAL, WRONG_STATE, MALFORMED_REQUEST,
   *     IDEMPOTENCY_KEY_REUSED
   */
  void receive(StatusChangeRequest request, Optional<Der> own) {
    if (!effects.isKnown(request)) {
      requireAllowed(request, own);
    }
    if (request.action() == StatusChangeAction.REINSTATE) {
      inbox.receivePending(request);
    } else {
      inbox.receive(request);
    }
  }

  private void requireAllowed(StatusChangeRequest request, Optional<Der> own) {
    CertificateState state = issued.state(request.issuer(), request.serial(), own, SUBJECT);
    // RM1.3
    if (state == CertificateState.REVOKED) {
      throw new RequestRefused(Refusal.REVOCATION_IS_FINAL, "a revoked certificate stays revoked");
    }
    if (request.action() == StatusChangeAction.REINSTATE && state != CertificateState.SUSPENDED) {
      throw new RequestRefused(Refusal.WRONG_STATE, "the certificate is not suspended");
    }
    if (request.invalidityDate().filter(date -> date.isAfter(trustedTime.now())).isPresent()) {
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, "invalidityDate lies in the future");
    }
  }
}
