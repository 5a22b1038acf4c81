package org.opentws.certificategeneration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.opentws.access.Caller;
import org.opentws.authentication.ManagementCa;
import org.opentws.certificategeneration.profile.CertificateProfile.OrderedBy;
import org.opentws.certificategeneration.profile.GenerationSettings;
import org.opentws.dualcontrol.OperationHandler;
import org.opentws.keymanagement.OperationParameters;
import org.opentws.value.Der;

/**
 * CERTIFY_MACHINE_KEY: {machine, pkcs10}. An infrastructure certificate of the management CA for
 * the key by which the system of a registration authority will call (KM3.4, FUNC-5.3.3.1.b).
 */
@ApplicationScoped
public class CertifyMachineKeyOperation implements OperationHandler {
  private static final String PROFILE = "infrastructure-machine";
  private static final String MACHINE = "machine";
  private static final String PKCS10 = "pkcs10";

  @Inject CertificateIssuance issuance;
  @Inject ProfileDesk desk;

  @Override
  public String type() {
    return "CERTIFY_MACHINE_KEY";
  }

  @Override
  public String describe(Map<String, String> parameters) {
    CertificateOrder order = order(parameters);
    issuance.requireIssuable(order, OrderedBy.KEY_MANAGEMENT);
    return "Certify the key of the machine '%s'. It opens nothing before REGISTER_MACHINE."
        .formatted(parameters.getOrDefault(MACHINE, ""));
  }

  @Override
  public Map<String, String> execute(
      Map<String, String> parameters, Caller requester, Caller approver) {
    CertificateIssuance.Issued issued =
        issuance.issue(order(parameters), OrderedBy.KEY_MANAGEMENT, Optional.empty());
    return Map.of(
        "serial", issued.certificate().serial().hex(),
        "certificate",
            Base64.getEncoder().encodeToString(issued.certificate().certificate().octets()));
  }

  private CertificateOrder order(Map<String, String> raw) {
    OperationParameters parameters = new OperationParameters(raw, Set.of(MACHINE, PKCS10));
    String machine = parameters.required(MACHINE);
    if (!machine.matches(ManagementCa.MACHINE_FORM)) {
      throw OperationParameters.malformed("machine: 2 to 56 of a-z, 0-9 and -");
    }
    Der pkcs10 = parameters.requiredDer(PKCS10);
    Der publicKey = PossessionEvidence.publicKey(pkcs10);
    PossessionEvidence.verify(pkcs10, publicKey);
    desk.refuseOtherUse(desk.profile(PROFILE, OrderedBy.KEY_MANAGEMENT), publicKey);
    GenerationSettings.Provider provider = desk.settings().provider();
    Map<String, String> subject = new LinkedHashMap<>();
    subject.put("countryName", provider.country());
    subject.put("organizationName", provider.organization());
    subject.put("commonName", ManagementCa.MACHINE_NAME + machine);
    return new CertificateOrder(PROFILE, IssuingKey.MANAGEMENT, publicKey, subject, false);
  }
}
