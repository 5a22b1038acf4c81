package org.opentws.timestamping;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import org.opentws.access.Caller;
import org.opentws.dualcontrol.OperationHandler;
import org.opentws.timestamping.store.UnitVersion;

/** Offers a time-stamping unit under a policy, or offers it differently from now on (TS3.3). */
@ApplicationScoped
public class DefineUnitOperation implements OperationHandler {
  @Inject TimeStampPolicies policies;
  @Inject PolicyChanges changes;

  @Override
  public String type() {
    return "DEFINE_TIME_STAMPING_UNIT";
  }

  @Override
  public String describe(Map<String, String> parameters) {
    TimeStampingUnit unit = acceptable(parameters);
    String accuracy =
        unit.accuracy()
            .map(a -> "declares an accuracy of " + a.toMillis() + " ms")
            .orElse("declares no accuracy in its tokens");
    return "Offer the %stime-stamping unit '%s' at /tsa/%s under policy %s. It %s; the clock may be off by %d ms. It answers %s."
        .formatted(
            unit.qualified() ? "qualified " : "",
            unit.id(),
            unit.id(),
            unit.policy(),
            accuracy,
            unit.tolerance().toMillis(),
            unit.registeredOnly() ? "registered clients only" : "anybody");
  }

  @Override
  public Map<String, String> execute(
      Map<String, String> parameters, Caller requester, Caller approver) {
    TimeStampingUnit unit = acceptable(parameters);
    UnitHistory history = policies.history();
    UnitVersion version =
        new UnitVersion(
            unit.id(),
            history.nextVersion(unit.id()),
            UnitHistory.write(unit),
            true,
            requester.account(),
            approver.account(),
            changes.now());
    changes.store(version);
    return Map.of("unit", unit.id(), "version", Integer.toString(version.version()));
  }

  private TimeStampingUnit acceptable(Map<String, String> parameters) {
    TimeStampingUnit unit = TimeStampingUnit.of(parameters);
    Optional<String> objection = policies.history().objection(unit);
    if (objection.isPresent()) {
      throw TimeStampingUnit.refused(objection.get());
    }
    return unit;
  }
}
