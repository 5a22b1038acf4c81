package org.opentws.revocationmanagement;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RunAs;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.temporal.ChronoUnit;
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
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

/**
 * Subjects suspend and revoke their own certificates (RM1.5c), at any hour and without an officer:
 * the request is signed by the certificate's own key, or comes by TLS with that key, or with the
 * passphrase. So do third parties that were admitted, with the key of theirs. Reinstating is
 * decided by an officer, whoever asks: a key that may be in wrong hands does not vouch for itself.
 */
@Stateless
@RunAs(RoleName.SYSTEM)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class SubjectStatusChangeService {
  @Inject IssuedCertificates issued;
  @Inject SubjectRequests requests;
  @Inject RevocationPassphrases passphrases;
  @Inject StatusChangeEffects effects;
  @Inject AuditLog auditLog;

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
      request = received(issuer, serial, signed);
    } catch (RequestRefused e) {
      recordRefusal(issuer, serial, e);
      throw e;
    }
    return effects.await(request);
  }

  /**
   * Does what the subject asks for over a connection that its key or its passphrase vouches for;
   * the same id again does nothing more.
   *
   * @return as for a signed request
   * @throws RequestRefused NOT_AUTHENTICATED; else as for a signed request
   */
  @PermitAll
  public RequestOutcome request(OwnStatusChangeOrder order) {
    StatusChangeRequest request;
    try {
      request = received(order);
    } catch (RequestRefused e) {
      recordRefusal(order.issuer(), order.serial(), e);
      throw e;
    }
    return effects.await(request);
  }

  private StatusChangeRequest received(String issuer, SerialNumber serial, Der signed) {
    SubjectSignature signature = SubjectSignature.verified(signed, issued.ofCa(issuer));
    StatusChangeRequest asked =
        StatusChangeMessage.parse(SubjectRequests.SUBJECT, signature.content());
    if (!asked.serial().equals(serial) || !asked.issuer().equals(issuer)) {
      throw new RequestRefused(
          Refusal.FORBIDDEN, "what was signed is about another certificate than the address");
    }
    String requester = requests.requester(issuer, serial, signature.serial());
    StatusChangeRequest request = SubjectRequests.named(asked, requester);
    requests.receive(
        request,
        Optional.of(signature.certificate()).filter(own -> signature.serial().equals(serial)));
    return request;
  }

  private StatusChangeRequest received(OwnStatusChangeOrder order) {
    StatusChangeAction action = StatusChangeMessage.action(order.action());
    StatusChangeRequest asked =
        new StatusChangeRequest(
            order.id(),
            order.issuer(),
            order.serial(),
            action,
            StatusChangeMessage.reason(action, order.reason()),
            order.invalidityDate().map(date -> date.truncatedTo(ChronoUnit.SECONDS)),
            SubjectRequests.SUBJECT,
            false);
    StatusChangeRequest request = SubjectRequests.named(asked, authenticated(order));
    boolean itself = order.passphrase().isEmpty() && isOwn(order);
    requests.receive(request, order.shown().filter(shown -> itself));
    return request;
  }

  /** RM1.2: who asks. A passphrase that is given counts alone: a wrong one is never overlooked. */
  private String authenticated(OwnStatusChangeOrder order) {
    if (order.passphrase().isPresent()) {
      passphrases.require(order.issuer(), order.serial(), order.passphrase().get());
      return SubjectRequests.subjectOf(order.issuer(), order.serial());
    }
    Der shown =
        order
            .shown()
            .orElseThrow(
                () ->
                    new RequestRefused(
                        Refusal.NOT_AUTHENTICATED,
                        "neither a passphrase nor a TLS client certificate"));
    SerialNumber holder =
        issued
            .holder(order.issuer(), shown)
            .orElseThrow(
                () ->
                    new RequestRefused(
                        Refusal.FORBIDDEN, "the certificate shown is not of this CA"));
    return requests.requester(order.issuer(), order.serial(), holder);
  }

  private boolean isOwn(OwnStatusChangeOrder order) {
    return order
        .shown()
        .filter(shown -> issued.isOf(order.issuer(), order.serial(), shown))
        .isPresent();
  }

  /** RM3.1: also of what cannot be read. */
  private void recordRefusal(String issuer, SerialNumber serial, RequestRefused why) {
    auditLog.recordAndWait(
        new AuditEvent(
            AuditEventType.STATUS_CHANGE_REFUSED,
            Outcome.REFUSED,
            SubjectRequests.SUBJECT,
            "certificate:" + issuer + "/" + serial,
            Map.of("refusal", why.refusal().name(), "detail", why.detail())));
  }
}
