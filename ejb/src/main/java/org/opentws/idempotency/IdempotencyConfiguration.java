package org.opentws.idempotency;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How long keys are remembered. */
@ApplicationScoped
public class IdempotencyConfiguration {
  /** Answers are kept at least this long. */
  @Inject
  @ConfigProperty(name = "opentws.idempotency.memory", defaultValue = "PT24H")
  Duration memory;

  /** A request without an answer after this time was interrupted; longer than any transaction. */
  @Inject
  @ConfigProperty(name = "opentws.idempotency.in-progress-max", defaultValue = "PT6M")
  Duration inProgressMax;

  public Duration memory() {
    return memory;
  }

  public Duration inProgressMax() {
    return inProgressMax;
  }
}
