package org.opentws.revocationmanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
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
import org.opentws.revocationstatus.store.CertificateStatusRepository;
import org.opentws.time.TrustedTime;

/**
 * The last CRL of a CA that ends (EN 319 411-1, 6.3.9): valid for ever, and only when none of its
 * certificates is in use any more. The CA's key signs nothing after it. Parameter: ca.
 */
@ApplicationScoped
public class IssueLastCrlHandler implements OperationHandler {
  @Inject KeyRegister keyRegister;
  @Inject CertificateStatusRepository statuses;
  @Inject CrlGenerationService generation;
  @Inject DeactivateKeyOperation deactivation;
  @Inject TrustedTime trustedTime;

  @Override
  public String type() {
    return "ISSUE_LAST_CRL";
  }

  @Override
  public String describe(Map<String, String> parameters) {
    RegisteredKey key = ended(parameters);
    return "Issue the last CRL of the CA '%s', valid for ever, and stop its key %s from signing"
        .formatted(key.owner(), key.keyId());
  }

  @Override
  public Map<String, String> execute(
      Map<String, String> parameters, Caller requester, Caller approver) {
    RegisteredKey key = ended(parameters);
    long number = generation.generateLast(key.owner());
    Map<String, String> result =
        new HashMap<>(deactivation.execute(Map.of("keyId", key.keyId()), requester, approver));
    result.put("crlNumber", Long.toString(number));
    return result;
  }

  /** The key of a CA without a certificate in use. */
  private RegisteredKey ended(Map<String, String> parameters) {
    if (!Set.of("ca").equals(parameters.keySet())) {
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, "the one parameter is 'ca'");
    }
    String ca = AgreedRevocation.required(parameters, "ca");
    RegisteredKey key =
        keyRegister
            .current(KeyPurpose.CERTIFICATE_SIGNING, ca)
            .filter(current -> current.state() == KeyState.ACTIVE)
            .orElseThrow(
                () -> new RequestRefused(Refusal.NOT_FOUND, "no CA with an active key here"));
    long living = statuses.countLiving(ca, trustedTime.now());
    if (living > 0) {
      throw new RequestRefused(
          Refusal.WRONG_STATE, living + " certificates are neither expired nor revoked");
    }
    return key;
  }
}
