package org.opentws.access.administration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import org.opentws.access.Caller;
import org.opentws.audit.AuditEventType;
import org.opentws.dualcontrol.OperationHandler;

/** CREATE_USER: an account with its control certificate and password hash, without any role. */
@ApplicationScoped
public class CreateUserOperation implements OperationHandler {
  static final String TYPE = "CREATE_USER";

  @Inject UserRegister register;
  @Inject AccessJournal journal;

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Set<String> hiddenParameters() {
    return Set.of(NewUser.PASSWORD_HASH);
  }

  @Override
  public String describe(Map<String, String> parameters) {
    NewUser user = NewUser.parse(parameters);
    register.requireCreatable(user);
    return "Create the account '%s' of the person '%s' with the control certificate %s (SHA-256), without any role."
        .formatted(user.account(), user.person(), user.certificate().fingerprint());
  }

  @Override
  public Map<String, String> execute(
      Map<String, String> parameters, Caller requester, Caller approver) {
    NewUser user = NewUser.parse(parameters);
    register.createSealed(user);
    String fingerprint = user.certificate().fingerprint();
    journal.changed(
        AuditEventType.USER_CREATED,
        user.account(),
        Map.of(
            "person",
            user.person(),
            "controlCertificate",
            fingerprint,
            AuditedAccountHistory.VERSION,
            "1"),
        requester,
        approver);
    return Map.of("account", user.account());
  }
}
