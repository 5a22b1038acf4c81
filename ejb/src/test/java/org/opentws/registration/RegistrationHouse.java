package org.opentws.registration;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.opentws.access.Caller;
import org.opentws.access.store.Role;
import org.opentws.certificategeneration.profile.ProfileCatalogue;
import org.opentws.keymanagement.catalogue.CatalogueSamples;
import org.opentws.node.NodeKind;
import org.opentws.node.ThisNode;
import org.opentws.random.Randomness;
import org.opentws.time.SetTime;

/** All of registration, wired by hand to fakes of what lies outside it. */
final class RegistrationHouse {
  static final Caller ANONYMOUS = new Caller("anonymous", "anonymous", Set.of());
  static final Caller OFFICER = officer("registration-officer-1", "person-1");
  static final Caller COLLEAGUE = officer("registration-officer-2", "person-2");
  static final Map<String, String> ANNA =
      Map.of(
          "countryName", "CZ",
          "givenName", "Anna",
          "surname", "Example",
          "serialNumber", "PNOCZ-1234567890",
          "commonName", "Anna Example");
  static final IdentityEvidence PASSPORT =
      new IdentityEvidence("passport", "X7700001", "seen in person\nphoto matches");

  final FakeApplicationRepository applications = new FakeApplicationRepository();
  final FakeAuditLog log = new FakeAuditLog();
  final SetTime time = new SetTime();
  final FakeSeal seal = new FakeSeal();
  final FakeGeneration generation = new FakeGeneration(seal);
  final RegistrationService registration = new RegistrationService();
  final ApprovalService approvals = new ApprovalService();
  final UnfinishedApplications unfinished = new UnfinishedApplications();
  final RegistrationConfiguration configuration = new RegistrationConfiguration();
  Caller caller = ANONYMOUS;

  RegistrationHouse() {
    configuration.separateApproval = true;
    configuration.certificationPatienceSeconds = 30;
    configuration.authorities = "main branch";
    final ProfileRules rules = new ProfileRules();
    rules.profiles = new ProfileCatalogue();
    rules.issuer = "issuing";
    rules.catalogues = CatalogueSamples.shipped();
    rules.time = time;
    final ApplicationScopes scopes = new ApplicationScopes();
    scopes.rules = rules;
    scopes.configuration = configuration;
    final RegistrationAudit audit = new RegistrationAudit();
    audit.log = log;
    audit.caller = () -> caller;
    final ApplicationIntake intake = new ApplicationIntake();
    intake.rules = rules;
    intake.configuration = configuration;
    intake.caller = () -> caller;
    intake.time = time;
    registration.applications = applications;
    registration.intake = intake;
    registration.audit = audit;
    registration.scopes = scopes;
    registration.caller = () -> caller;
    registration.randomness = new Randomness();
    final ApplicationDecisions decisions = new ApplicationDecisions();
    decisions.applications = applications;
    decisions.configuration = configuration;
    decisions.scopes = scopes;
    decisions.audit = audit;
    decisions.caller = () -> caller;
    decisions.time = time;
    final Certification certification = new Certification();
    certification.decisions = decisions;
    certification.rules = rules;
    certification.seal = seal;
    certification.generation = generation;
    approvals.decisions = decisions;
    approvals.certification = certification;
    approvals.audit = audit;
    unfinished.node = new ThisNode(NodeKind.ALL);
    unfinished.decisions = decisions;
    unfinished.certification = certification;
  }

  private static Caller officer(String account, String person) {
    return new Caller(account, person, Set.of(Role.REGISTRATION_OFFICER));
  }

  static NewApplication anna(String pkcs10) {
    return anna(pkcs10, ANNA);
  }

  static NewApplication anna(String pkcs10, Map<String, String> subject) {
    return new NewApplication(
        "qualified-esign-natural-person",
        pkcs10,
        subject,
        new Consent(true, Optional.of("1.0")),
        List.of(PASSPORT));
  }

  /** Anonymous applies; then the officer is at the desk. */
  String submitted() {
    caller = ANONYMOUS;
    String id = registration.submit(anna(Pkcs10Samples.pem(Pkcs10Samples.sound()))).id();
    caller = OFFICER;
    return id;
  }
}
