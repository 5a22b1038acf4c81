package org.opentws.revocationmanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.opentws.access.Caller;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;
import org.opentws.dualcontrol.OperationHandler;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.revocationmanagement.store.ThirdPartyVersion;
import org.opentws.revocationstatus.CertificateStatusDatabase;
import org.opentws.revocationstatus.store.CertificateState;
import org.opentws.time.TrustedTime;
import org.opentws.value.SerialNumber;

/**
 * Admits a third party to ask for status changes, or bars it (RM1.5). Parameters: thirdParty (a
 * short name), organization, issuer and serial of the certificate whose key speaks for it, state.
 */
@ApplicationScoped
public class DefineThirdPartyHandler implements OperationHandler {
  private static final Set<String> PARAMETERS =
      Set.of("thirdParty", "organization", "issuer", "serial", "state");

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,62}");
  private static final int ORGANIZATION_LENGTH_MAX = 64;

  @Inject ThirdParties thirdParties;
  @Inject CertificateStatusDatabase statusDatabase;
  @Inject AuditLog auditLog;
  @Inject TrustedTime trustedTime;

  @Override
  public String type() {
    return "DEFINE_THIRD_PARTY";
  }

  @Override
  public String describe(Map<String, String> parameters) {
    ThirdPartyVersion wanted = read(parameters, "", "");
    if (!wanted.admitted()) {
      return "Bar the third party '%s': it asks for no status change any more"
          .formatted(wanted.name());
    }
    return "Let the third party '%s', by the key of the certificate %s/%s, suspend and revoke"
            .formatted(wanted.name(), wanted.issuer(), wanted.serial())
        + " certificates of that CA whose subject belongs to organisation '%s'"
            .formatted(wanted.organization());
  }

  @Override
  public Map<String, String> execute(
      Map<String, String> parameters, Caller requester, Caller approver) {
    ThirdPartyVersion version = read(parameters, requester.account(), approver.account());
    thirdParties.store(version);
    auditLog.record(
        new AuditEvent(
            AuditEventType.THIRD_PARTY_CHANGED,
            Outcome.SUCCESS,
            version.requester(),
            "third-party:" + version.name(),
            Map.of(
                "version", Integer.toString(version.version()),
                "organization", version.organization(),
                "certificate", version.issuer() + "/" + version.serial(),
                "state", version.admitted() ? "admitted" : "barred",
                "approver", version.approver())));
    return Map.of("thirdParty", version.name(), "version", Integer.toString(version.version()));
  }

  private ThirdPartyVersion read(
      Map<String, String> parameters, String requester, String approver) {
    if (!PARAMETERS.containsAll(parameters.keySet())) {
      throw malformed("unknown parameters; known are " + PARAMETERS);
    }
    String name = AgreedRevocation.required(parameters, "thirdParty");
    if (!NAME.matcher(name).matches()) {
      throw malformed("'thirdParty' is a short name in lower case");
    }
    Optional<ThirdPartyVersion> before = thirdParties.newest(name);
    ThirdPartyVersion wanted =
        switch (parameters.getOrDefault("state", "admitted")) {
          case "admitted" -> admitted(name, parameters);
          case "barred" ->
              barred(
                  before.orElseThrow(
                      () -> new RequestRefused(Refusal.NOT_FOUND, "there is no such third party")));
          default -> throw malformed("'state' is admitted or barred");
        };
    return new ThirdPartyVersion(
        name,
        before.map(ThirdPartyVersion::version).orElse(0) + 1,
        wanted.organization(),
        wanted.issuer(),
        wanted.serial(),
        wanted.admitted(),
        requester,
        approver,
        wanted.at());
  }

  private ThirdPartyVersion admitted(String name, Map<String, String> parameters) {
    String organization = AgreedRevocation.required(parameters, "organization");
    if (organization.length() > ORGANIZATION_LENGTH_MAX) {
      throw malformed("'organization' is longer than a certificate can say");
    }
    String issuer = AgreedRevocation.required(parameters, "issuer");
    SerialNumber serial = SerialNumber.parse(AgreedRevocation.required(parameters, "serial"));
    boolean good =
        statusDatabase
            .find(issuer, serial)
            .filter(status -> status.state() == CertificateState.GOOD)
            .isPresent();
    if (!good) {
      throw new RequestRefused(
          Refusal.WRONG_STATE, "the third party's certificate must be one of ours, and good");
    }
    return version(name, organization, issuer, serial, true);
  }

  private ThirdPartyVersion barred(ThirdPartyVersion before) {
    return version(before.name(), before.organization(), before.issuer(), before.serial(), false);
  }

  private ThirdPartyVersion version(
      String name, String organization, String issuer, SerialNumber serial, boolean admitted) {
    return new ThirdPartyVersion(
        name,
        0,
        organization,
        issuer,
        serial,
        admitted,
        "",
        "",
        trustedTime.now().truncatedTo(ChronoUnit.MILLIS));
  }

  private static RequestRefused malformed(String detail) {
    return new RequestRefused(Refusal.MALFORMED_REQUEST, detail);
  }
}
