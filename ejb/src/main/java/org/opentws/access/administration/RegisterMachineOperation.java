package org.opentws.access.administration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.opentws.access.Caller;
import org.opentws.access.ScopeNames;
import org.opentws.access.store.User;
import org.opentws.audit.AuditEventType;
import org.opentws.authentication.CallerCertificate;
import org.opentws.authentication.ManagementCa;
import org.opentws.dualcontrol.OperationHandler;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.value.Scope;

/**
 * REGISTER_MACHINE: {account, certificate, cas, registrationAuthorities, profiles, statusChanges}.
 * The system of a registration authority becomes a principal of its own (SA1.1): it submits
 * applications and sees its own, never more, and never holds a role. DISABLE_USER bars it.
 */
@ApplicationScoped
public class RegisterMachineOperation implements OperationHandler {
  private static final String ACCOUNT = "account";
  private static final String PROFILES = "profiles";
  private static final String STATUS_CHANGES = "statusChanges";
  private static final Set<String> NAMES =
      Set.of(
          ACCOUNT,
          NewUser.CERTIFICATE,
          ScopeText.CAS,
          ScopeText.AUTHORITIES,
          PROFILES,
          STATUS_CHANGES);

  @Inject UserRegister register;
  @Inject AccessJournal journal;
  @Inject ScopeNames names;

  @Override
  public String type() {
    return "REGISTER_MACHINE";
  }

  @Override
  public String describe(Map<String, String> parameters) {
    NewMachine machine = read(parameters);
    register.requireCreatable(machine);
    return "Register the machine '%s' with the infrastructure certificate %s (SHA-256): it submits applications for %s, under the profiles %s, and sees its own; it %s the status of certificates"
        .formatted(
            machine.account(),
            machine.certificate().fingerprint(),
            ScopeText.words(machine.scope()),
            String.join(", ", new TreeSet<>(machine.profiles())),
            machine.statusChanges() ? "may change" : "may not change");
  }

  @Override
  public Map<String, String> execute(
      Map<String, String> parameters, Caller requester, Caller approver) {
    NewMachine machine = read(parameters);
    User created = register.createSealed(machine);
    journal.changed(
        AuditEventType.USER_CREATED,
        machine.account(),
        Map.of(
            "person",
            created.person(),
            "controlCertificate",
            machine.certificate().fingerprint(),
            "after",
            created.holdings(),
            AuditedAccountHistory.VERSION,
            "1"),
        requester,
        approver);
    return Map.of(ACCOUNT, machine.account());
  }

  private NewMachine read(Map<String, String> parameters) {
    if (!parameters.keySet().equals(NAMES)) {
      throw malformed("parameters: " + String.join(", ", new TreeSet<>(NAMES)));
    }
    String account = parameters.getOrDefault(ACCOUNT, "");
    if (!account.matches(ManagementCa.MACHINE_FORM)) {
      throw malformed("account: 2 to 56 of a-z, 0-9 and -");
    }
    CallerCertificate certificate =
        NewUser.certificate(parameters.getOrDefault(NewUser.CERTIFICATE, ""));
    Scope scope = ScopeText.read(parameters, names);
    ScopeText.requireOfMachine(scope);
    Set<String> profiles =
        ScopeText.some(PROFILES, parameters.getOrDefault(PROFILES, ""), names.profiles());
    return new NewMachine(
        account,
        certificate,
        scope,
        profiles,
        switch (parameters.getOrDefault(STATUS_CHANGES, "")) {
          case "yes" -> true;
          case "no" -> false;
          default -> throw malformed("statusChanges: yes or no");
        });
  }

  private static RequestRefused malformed(String detail) {
    return new RequestRefused(Refusal.MALFORMED_REQUEST, detail);
  }
}
