package org.opentws.revocationmanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.opentws.access.Caller;
import org.opentws.dualcontrol.OperationHandler;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.random.Randomness;
import org.opentws.revocationmanagement.store.StatusChangeRequest;
import org.opentws.revocationstatus.CertificateStatusDatabase;
import org.opentws.revocationstatus.StatusChanged;

/**
 * RM2.1: revokes, by its serial number alone, a certificate that the database lost and that nobody
 * can show. That the CA has issued it only people can know: two of them say so.
 */
@ApplicationScoped
public class RevokeLostCertificateHandler implements OperationHandler {
  private static final Set<String> PARAMETERS =
      Set.of("issuer", "serial", "reason", "invalidityDate");

  @Inject CertificateStatusDatabase statusDatabase;
  @Inject IssuedCertificates issued;
  @Inject StatusChangeInbox inbox;
  @Inject Randomness randomness;

  @Override
  public String type() {
    return "REVOKE_LOST_CERTIFICATE";
  }

  @Override
  public String describe(Map<String, String> parameters) {
    if (!PARAMETERS.containsAll(parameters.keySet())) {
      throw new RequestRefused(
          Refusal.MALFORMED_REQUEST, "unknown parameters; known are " + PARAMETERS);
    }
    StatusChangeRequest request = AgreedRevocation.read(parameters, "", "");
    requireLost(request);
    return "Revoke, for ever, the certificate %s/%s with reason %s, although this system does not"
            .formatted(request.issuer(), request.serial(), parameters.get("reason"))
        + " know it: both persons say that the CA issued it and that the database lost it";
  }

  @Override
  public Map<String, String> execute(
      Map<String, String> parameters, Caller requester, Caller approver) {
    String persons = requester.account() + "+" + approver.account();
    StatusChangeRequest request =
        AgreedRevocation.read(parameters, persons, "dual-control:" + randomness.identifier());
    requireLost(request);
    inbox.enter(request.issuer(), request.serial(), Optional.empty(), persons);
    StatusChanged changed = inbox.applyAtOnce(request);
    return Map.of("state", changed.state().name(), "sequence", Long.toString(changed.sequence()));
  }

  private void requireLost(StatusChangeRequest request) {
    if (issued.ofCa(request.issuer()).isEmpty()) {
      throw new RequestRefused(Refusal.NOT_FOUND, "no such CA");
    }
    if (statusDatabase.find(request.issuer(), request.serial()).isPresent()) {
      throw new RequestRefused(
          Refusal.WRONG_STATE, "the database knows this certificate: ask for a status change");
    }
  }
}
