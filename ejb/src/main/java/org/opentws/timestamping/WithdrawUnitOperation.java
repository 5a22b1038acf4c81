package org.opentws.timestamping;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.opentws.access.Caller;
import org.opentws.dualcontrol.OperationHandler;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.timestamping.store.UnitVersion;

/** Stops offering a time-stamping unit; its tokens and their archive stay. */
@ApplicationScoped
public class WithdrawUnitOperation implements OperationHandler {
  @Inject TimeStampPolicies policies;
  @Inject PolicyChanges changes;

  @Override
  public String type() {
    return "WITHDRAW_TIME_STAMPING_UNIT";
  }

  @Override
  public String describe(Map<String, String> parameters) {
    return "Offer the time-stamping unit '%s' no longer. It can be offered again."
        .formatted(offered(parameters).id());
  }

  @Override
  public Map<String, String> execute(
      Map<String, String> parameters, Caller requester, Caller approver) {
    TimeStampingUnit unit = offered(parameters);
    UnitVersion version =
        new UnitVersion(
            unit.id(),
            policies.history().nextVersion(unit.id()),
            UnitHistory.write(unit),
            false,
            requester.account(),
            approver.account(),
            changes.now());
    changes.store(version);
    return Map.of("unit", unit.id(), "version", Integer.toString(version.version()));
  }

  private TimeStampingUnit offered(Map<String, String> parameters) {
    if (!parameters.keySet().equals(Set.of("unit"))) {
      throw TimeStampingUnit.malformed("the one parameter is 'unit'");
    }
    return Optional.ofNullable(policies.history().offered().get(parameters.get("unit")))
        .orElseThrow(() -> new RequestRefused(Refusal.NOT_FOUND, "there is no such unit"));
  }
}
