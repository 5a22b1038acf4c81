package org.opentws.revocationmanagement;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RunAs;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import org.opentws.access.RoleName;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.revocationmanagement.store.RequestOutcome;
import org.opentws.revocationmanagement.store.StatusChangeAction;
import org.opentws.revocationmanagement.store.StatusChangeRequest;
import org.opentws.revocationstatus.store.CertificateState;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

/**
 * Subjects suspend and revoke their own certificates (RM1.5c), at any hour and without an officer:
 * the request is signed by the certificate's own key. So do third parties that were admitted, with
 * the key of theirs. Reinstating is decided by an officer, whoever asks: a key that may be in wrong
 * hands does not vouch for itself.
 */
@Stateless
@RunAs(RoleName.SYSTEM)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class SubjectStatusChangeService {
  private static final String SUBJECT = "subject";

  @Inject IssuedCertificates issued;
  @Inject ThirdParties thirdParties;
  @Inject StatusChangeInbox inbox;
  @Inject StatusChangeEffects effects;
  @Inject AuditLog auditLog;
  @Inject TrustedTime trustedTime;

  /**
   * Does what the subject has signed; the same signed request again does nothing more, for ever.
   *
   * @param signed CMS SignedData over the JSON of queue StatusChangeRequests
   * @return with state RECEIVED if the effect takes long: it will come; PENDING until an officer
   *     has decided on a reinstatement
   * @throws RequestRefused MALFORMED_REQUEST, PROOF_OF_POSSESSION_FAILED, FORBIDDEN, NOT_FOUND,
   *     REVOCATION_IS_FINAL, WRONG_STATE, IDEMPOTENCY_KEY_REUSED
   */
  @PermitAll
  public RequestOutcome request(String issuer, SerialNumber serial, Der signed) {
    StatusChangeRequest request;
    try {
      request = verified(issuer, serial, signed);
      if (request.action() == StatusChangeAction.REINSTATE) {
        inbox.receivePending(request);
      } else {
        inbox.receive(request);
      }
    } catch (RequestRefused e) {
      recordRefusal(issuer, serial, e);
      throw e;
    }
    return effects.await(request);
  }

  private StatusChangeRequest verified(String issuer, SerialNumber serial, Der signed) {
    SubjectSignature signature = SubjectSignature.verified(signed, issued.ofCa(issuer));
    StatusChangeRequest asked = StatusChangeMessage.parse(SUBJECT, signature.content());
    if (!asked.serial().equals(serial) || !asked.issuer().equals(issuer)) {
      throw new RequestRefused(
          Refusal.FORBIDDEN, "what was signed is about another certificate than the address");
    }
    StatusChangeRequest request = named(asked, requester(asked, signature));
    if (!effects.isKnown(request)) {
      requireAllowed(request, signature);
    }
    return request;
  }

  /** RM1.5c: the subject itself; RM1.5: somebody who was admitted to speak for it. */
  private String requester(StatusChangeRequest asked, SubjectSignature signature) {
    if (signature.serial().equals(asked.serial())) {
      return SUBJECT + ":" + asked.issuer() + "/" + asked.serial();
    }
    return thirdParties
        .speakingFor(asked.issuer(), signature.serial(), asked.serial())
        .map(name -> "third-party:" + name)
        .orElseThrow(
            () ->
                new RequestRefused(
                    Refusal.FORBIDDEN, "a key speaks for its own certificate and for no other"));
  }

  /** The id is the requester's own. */
  private static StatusChangeRequest named(StatusChangeRequest asked, String requester) {
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

  private void requireAllowed(StatusChangeRequest request, SubjectSignature signature) {
    boolean reinstate = request.action() == StatusChangeAction.REINSTATE;
    Optional<Der> own =
        Optional.of(signature.certificate())
            .filter(certificate -> signature.serial().equals(request.serial()));
    CertificateState state = issued.state(request.issuer(), request.serial(), own, SUBJECT);
    // RM1.3
    if (state == CertificateState.REVOKED) {
      throw new RequestRefused(Refusal.REVOCATION_IS_FINAL, "a revoked certificate stays revoked");
    }
    if (reinstate && state != CertificateState.SUSPENDED) {
      throw new RequestRefused(Refusal.WRONG_STATE, "the certificate is not suspended");
    }
    if (request.invalidityDate().filter(date -> date.isAfter(trustedTime.now())).isPresent()) {
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, "invalidityDate lies in the future");
    }
  }

  /** RM3.1: also of what cannot be read. */
  private void recordRefusal(String issuer, SerialNumber serial, RequestRefused why) {
    auditLog.recordAndWait(
        new AuditEvent(
            AuditEventType.STATUS_CHANGE_REFUSED,
            Outcome.REFUSED,
            SUBJECT,
            "certificate:" + issuer + "/" + serial,
            Map.of("refusal", why.refusal().name(), "detail", why.detail())));
  }
}
