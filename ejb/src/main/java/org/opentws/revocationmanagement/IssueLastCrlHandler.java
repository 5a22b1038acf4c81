package org.opentws.revocationmanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.opentws.access.Caller;
import org.opentws.dualcontrol.OperationHandler;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.keymanagement.DeactivateKeyOperation;
import org.opentws.keymanagement.KeyRegister;
import org.opentws.keymanagement.RegisteredKey;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.revocationmanagement.store.CrlIssuerAppointment;
import org.opentws.revocationstatus.CurrentCrlService;
import org.opentws.revocationstatus.store.CertificateStatusRepository;
import org.opentws.time.TrustedTime;

/**
 * The last CRL of a CA that ends (EN 319 411-1, 6.3.9): valid for ever, and only when none of its
 * certificates is in use any more. The CA's key signs nothing after it. Where that key is gone
 * already, the CA that was appointed in its place signs. Parameter: ca.
 */
@ApplicationScoped
public class IssueLastCrlHandler implements OperationHandler {
  private static final String CA = "ca";

  @Inject KeyRegister keyRegister;
  @Inject CertificateStatusRepository statuses;
  @Inject CrlIssuers issuers;
  @Inject CurrentCrlService currentCrls;
  @Inject CrlGenerationService generation;
  @Inject DeactivateKeyOperation deactivation;
  @Inject TrustedTime trustedTime;

  @Override
  public String type() {
    return "ISSUE_LAST_CRL";
  }

  @Override
  public String describe(Map<String, String> parameters) {
    String ca = ended(parameters);
    return ownKey(ca)
        .map(
            key ->
                "Issue the last CRL of the CA '%s', valid for ever, and stop its key %s from signing"
                    .formatted(ca, key.keyId()))
        .orElseGet(
            () ->
                "Issue the last CRL of the CA '%s', valid for ever, signed by the CA '%s' in its place"
                    .formatted(ca, appointed(ca).issuer()));
  }

  @Override
  public Map<String, String> execute(
      Map<String, String> parameters, Caller requester, Caller approver) {
    String ca = ended(parameters);
    Optional<RegisteredKey> key = ownKey(ca);
    Map<String, String> result = new HashMap<>(Map.of(CA, ca));
    result.put("crlNumber", Long.toString(generation.generateLast(ca)));
    key.ifPresent(
        ofCa ->
            result.putAll(
                deactivation.execute(Map.of("keyId", ofCa.keyId()), requester, approver)));
    return result;
  }

  /** A CA without a certificate in use, whose list somebody can sign. */
  private String ended(Map<String, String> parameters) {
    if (!Set.of(CA).equals(parameters.keySet())) {
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, "the one parameter is 'ca'");
    }
    String ca = AgreedRevocation.required(parameters, CA);
    if (ownKey(ca).isEmpty()) {
      appointed(ca);
    }
    if (currentCrls.current(ca).filter(CrlHead::isLast).isPresent()) {
      throw new RequestRefused(Refusal.WRONG_STATE, "the CA's last CRL was made: none follows");
    }
    long living = statuses.countLiving(ca, trustedTime.now());
    if (living > 0) {
      throw new RequestRefused(
          Refusal.WRONG_STATE, living + " certificates are neither expired nor revoked");
    }
    return ca;
  }

  private Optional<RegisteredKey> ownKey(String ca) {
    return keyRegister
        .current(KeyPurpose.CERTIFICATE_SIGNING, ca)
        .filter(current -> current.state() == KeyState.ACTIVE);
  }

  private CrlIssuerAppointment appointed(String ca) {
    return issuers
        .of(ca)
        .orElseThrow(
            () ->
                new RequestRefused(
                    Refusal.NOT_FOUND,
                    "no CA with an active key here, nor one with another CA in its place"));
  }
}
