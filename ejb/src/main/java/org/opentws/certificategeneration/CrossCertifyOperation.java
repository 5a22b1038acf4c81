package org.opentws.certificategeneration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Base64;
import java.util.Map;
import org.opentws.access.Caller;
import org.opentws.dualcontrol.OperationHandler;
import org.opentws.dualcontrol.OperationType;
import org.opentws.value.Sha256;

/**
 * CROSS_CERTIFY: one of our CAs certifies the CA of another provider after two persons agreed
 * (CG3.1a). Parameters: ca, pkcs10, fingerprint, days, pathLength, policies, permitted.
 */
@ApplicationScoped
public class CrossCertifyOperation implements OperationHandler {
  @Inject CrossCertification certification;

  @Override
  public String type() {
    return OperationType.CROSS_CERTIFY.name();
  }

  @Override
  public String describe(Map<String, String> parameters) {
    CrossCertificateOrder order = CrossCertificateOrder.read(parameters);
    // What would be refused is refused before anybody is asked to approve it.
    certification.requireIssuable(order);
    return order.words();
  }

  @Override
  public Map<String, String> execute(
      Map<String, String> parameters, Caller requester, Caller approver) {
    GeneratedCertificate made =
        certification.issue(
            CrossCertificateOrder.read(parameters),
            Map.of(
                "requester", requester.account(),
                "requesterPerson", requester.person(),
                "approver", approver.account(),
                "approverPerson", approver.person()));
    return Map.of(
        "issuer", made.issuer(),
        "serial", made.serial().hex(),
        "certificateSha256", Sha256.hex(made.certificate()),
        "certificate", Base64.getEncoder().encodeToString(made.certificate().octets()));
  }
}
