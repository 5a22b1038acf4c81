package org.opentws.health;

import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks every {@link ReadinessCheck} of the application. */
@Stateless
public class HealthService {
  private static final Logger LOG = LoggerFactory.getLogger(HealthService.class);

  @Inject @Any private Instance<ReadinessCheck> checks;

  /** What all checks say at this moment. A check that itself breaks counts as a fault. */
  @PermitAll
  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  public Readiness readiness() {
    Map<String, String> found = new TreeMap<>();
    boolean ready = true;
    for (ReadinessCheck check : checks) {
      String state = state(check);
      ready &= state.equals("ok");
      found.put(check.subject(), state);
    }
    return new Readiness(ready, found);
  }

  private static String state(ReadinessCheck check) {
    try {
      return check.fault().orElse("ok");
    } catch (RuntimeException e) {
      LOG.warn("Readiness check {} broke", check.subject(), e);
      return "cannot be checked";
    }
  }
}
