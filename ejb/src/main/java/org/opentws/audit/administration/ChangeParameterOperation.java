package org.opentws.audit.administration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.TreeMap;
import org.opentws.access.Caller;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.AuditParameter;
import org.opentws.audit.AuditParameters;
import org.opentws.audit.Outcome;
import org.opentws.audit.store.AuditParameterRepository;
import org.opentws.dualcontrol.OperationHandler;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.time.TrustedTime;

/** CHANGE_AUDIT_PARAMETERS: {name, value}; recorded with the old and the new value (AA1.1d). */
@ApplicationScoped
public class ChangeParameterOperation implements OperationHandler {
  static final String TYPE = "CHANGE_AUDIT_PARAMETERS";
  private static final String NAME = "name";
  private static final String VALUE = "value";

  @Inject private AuditParameters parameters;
  @Inject private AuditParameterRepository repository;
  @Inject private AuditLog audit;
  @Inject private TrustedTime time;

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public String describe(Map<String, String> given) {
    AuditParameter parameter = parameter(given);
    return "Change the audit parameter '%s' (%s) from '%s' to '%s'."
        .formatted(
            parameter.parameterName(),
            parameter.meaning(),
            parameters.value(parameter),
            value(parameter, given));
  }

  @Override
  public Map<String, String> execute(Map<String, String> given, Caller requester, Caller approver) {
    AuditParameter parameter = parameter(given);
    String before = parameters.value(parameter);
    String after = value(parameter, given);
    repository.set(
        parameter.parameterName(),
        after,
        "requested by " + requester.account() + ", approved by " + approver.account(),
        time.now());
    Map<String, String> details = new TreeMap<>();
    details.put("name", parameter.parameterName());
    details.put("valueBefore", before);
    details.put("valueAfter", after);
    details.put("approver", approver.account());
    details.put("approverPerson", approver.person());
    audit.record(
        new AuditEvent(
            AuditEventType.AUDIT_PARAMETER_CHANGED,
            Outcome.SUCCESS,
            requester.account(),
            "audit-parameter:" + parameter.parameterName(),
            details));
    return Map.of(NAME, parameter.parameterName(), VALUE, after);
  }

  private static AuditParameter parameter(Map<String, String> given) {
    if (!given.keySet().equals(java.util.Set.of(NAME, VALUE))) {
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, "parameters are name and value");
    }
    return AuditParameter.named(given.getOrDefault(NAME, ""))
        .orElseThrow(
            () -> new RequestRefused(Refusal.MALFORMED_REQUEST, "there is no such parameter"));
  }

  private static String value(AuditParameter parameter, Map<String, String> given) {
    String value = given.getOrDefault(VALUE, "");
    if (!parameter.accepts(value)) {
      throw new RequestRefused(
          Refusal.MALFORMED_REQUEST,
          "this is no value of " + parameter.parameterName() + ": " + parameter.meaning());
    }
    return value;
  }
}
