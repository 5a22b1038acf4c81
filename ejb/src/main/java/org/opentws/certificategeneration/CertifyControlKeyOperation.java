package org.opentws.certificategeneration;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.ConfigProvider;
import org.opentws.access.Caller;
import org.opentws.authentication.ManagementCa;
import org.opentws.certificategeneration.profile.CertificateProfile.OrderedBy;
import org.opentws.certificategeneration.profile.GenerationSettings;
import org.opentws.dualcontrol.OperationHandler;
import org.opentws.keymanagement.OperationParameters;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;

/**
 * CERTIFY_CONTROL_KEY: a certificate of the management CA for the key by which a user will log in,
 * made in the user's own device (KM1.4, FUNC-5.3.3.1.b).
 */
@ApplicationScoped
public class CertifyControlKeyOperation implements OperationHandler {
  private static final String CONTROL = "control";
  private static final String PERSON = "person";
  private static final String PKCS10 = "pkcs10";
  private static final String ATTESTATION = "attestation";
  private static final int PERSON_LENGTH_MAX = 64; // RFC 5280, ub-common-name

  @Inject CertificateIssuance issuance;
  @Inject ProfileDesk desk;
  @Inject TrustedTime time;

  private AttestationSettings policy = new AttestationSettings(Optional.empty());

  @PostConstruct
  void configure() {
    policy = AttestationSettings.from(ConfigProvider.getConfig());
  }

  @Override
  public String type() {
    return "CERTIFY_CONTROL_KEY";
  }

  /** A key that may be certified. */
  private record Request(String person, Der publicKey, Optional<String> attested) {}

  @Override
  public String describe(Map<String, String> parameters) {
    Request request = acceptable(parameters);
    // IA3.1: a weak key is refused before anybody is asked to approve it.
    issuance.requireIssuable(order(request), OrderedBy.KEY_MANAGEMENT);
    return "Certify the control key of '%s', %s. It opens nothing before CREATE_USER or ADD_CONTROL_CERTIFICATE."
        .formatted(
            request.person(),
            request
                .attested()
                .map(who -> "made in a device by the word of " + who)
                .orElse("without an attestation of the device that holds it"));
  }

  @Override
  public Map<String, String> execute(
      Map<String, String> parameters, Caller requester, Caller approver) {
    Request request = acceptable(parameters);
    CertificateIssuance.Issued issued =
        issuance.issue(order(request), OrderedBy.KEY_MANAGEMENT, Optional.empty());
    return Map.of(
        "serial", issued.certificate().serial().hex(),
        "certificate",
            Base64.getEncoder().encodeToString(issued.certificate().certificate().octets()));
  }

  private CertificateOrder order(Request request) {
    GenerationSettings.Provider provider = desk.settings().provider();
    Map<String, String> subject = new LinkedHashMap<>();
    subject.put("countryName", provider.country());
    subject.put("organizationName", provider.organization());
    subject.put("commonName", request.person());
    return new CertificateOrder(
        CONTROL, IssuingKey.MANAGEMENT, request.publicKey(), subject, false);
  }

  private Request acceptable(Map<String, String> raw) {
    OperationParameters parameters =
        new OperationParameters(raw, Set.of(PERSON, PKCS10, ATTESTATION));
    String person = parameters.required(PERSON);
    if (person.length() > PERSON_LENGTH_MAX
        || !person.equals(person.strip())
        || person.startsWith(ManagementCa.MACHINE_NAME)
        || person.chars().anyMatch(Character::isISOControl)) {
      throw OperationParameters.malformed(
          "person: 1 to 64 printable characters, not the name of a machine");
    }
    Der pkcs10 = parameters.requiredDer(PKCS10);
    Der publicKey = PossessionEvidence.publicKey(pkcs10);
    PossessionEvidence.verify(pkcs10, publicKey);
    desk.refuseOtherUse(desk.profile(CONTROL, OrderedBy.KEY_MANAGEMENT), publicKey);
    Optional<Der> attestation =
        parameters.optional(ATTESTATION).map(given -> parameters.requiredDer(ATTESTATION));
    return new Request(
        person,
        publicKey,
        KeyAttestation.judge(policy.roots(), attestation, publicKey, time.now()));
  }
}
