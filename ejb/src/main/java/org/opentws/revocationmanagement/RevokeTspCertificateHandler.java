package org.opentws.revocationmanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import org.opentws.access.Caller;
import org.opentws.dualcontrol.OperationHandler;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.random.Randomness;
import org.opentws.revocationmanagement.store.StatusChangeRequest;
import org.opentws.revocationstatus.CertificateStatus;
import org.opentws.revocationstatus.CertificateStatusDatabase;
import org.opentws.revocationstatus.StatusChanged;
import org.opentws.revocationstatus.store.CertificateState;

/**
 * RM1.4: revokes the certificate of a CA, OCSP or time-stamping key after two persons agreed.
 * Parameters: issuer, serial, reason, and invalidityDate if known.
 */
@ApplicationScoped
public class RevokeTspCertificateHandler implements OperationHandler {
  static final String TYPE = "REVOKE_TSP_CERTIFICATE";

  @Inject CertificateStatusDatabase statusDatabase;
  @Inject StatusChangeInbox inbox;
  @Inject Randomness randomness;

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public String describe(Map<String, String> parameters) {
    StatusChangeRequest request = AgreedRevocation.read(parameters, "", "");
    CertificateStatus status =
        statusDatabase
            .find(request.issuer(), request.serial())
            .orElseThrow(() -> new RequestRefused(Refusal.NOT_FOUND, "no such certificate"));
    if (status.state() == CertificateState.REVOKED) {
      throw new RequestRefused(Refusal.REVOCATION_IS_FINAL, "the certificate is revoked already");
    }
    if (!statusDatabase.isOfTspKey(request.issuer(), request.serial()).orElse(Boolean.FALSE)) {
      throw new RequestRefused(
          Refusal.WRONG_STATE, "not the certificate of a TSP signing key: ask for a status change");
    }
    return "Revoke, for ever, the TSP certificate "
        + request.issuer()
        + "/"
        + request.serial()
        + " with reason "
        + parameters.get("reason");
  }

  @Override
  public Map<String, String> execute(
      Map<String, String> parameters, Caller requester, Caller approver) {
    String persons = requester.account() + "+" + approver.account();
    // Message B follows by the change log when this transaction has committed.
    StatusChanged changed =
        inbox.applyAtOnce(
            AgreedRevocation.read(parameters, persons, "dual-control:" + randomness.identifier()));
    return Map.of("state", changed.state().name(), "sequence", Long.toString(changed.sequence()));
  }
}
