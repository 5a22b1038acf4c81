package org.opentws.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.opentws.health.store.DatabaseProbe;

/** Nothing is issued, revoked or recorded without the database. */
@ApplicationScoped
public class DatabaseCheck implements ReadinessCheck {
  @Inject private DatabaseProbe probe;

  @Override
  public String subject() {
    return "database";
  }

  @Override
  public Optional<String> fault() {
    return probe.answers() ? Optional.empty() : Optional.of("does not answer");
  }
}
