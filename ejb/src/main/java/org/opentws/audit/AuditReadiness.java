package org.opentws.audit;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.opentws.health.ReadinessCheck;

/** A node that cannot write audit records does nothing (AA1.1e), so it is not ready. */
@ApplicationScoped
public class AuditReadiness implements ReadinessCheck {
  @EJB private AuditFunction audit;

  @Override
  public String subject() {
    return "audit";
  }

  @Override
  public Optional<String> fault() {
    return audit.node().status().writable()
        ? Optional.empty()
        : Optional.of("records cannot be written");
  }
}
