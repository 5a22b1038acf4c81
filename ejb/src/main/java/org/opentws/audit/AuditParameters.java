package org.opentws.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.EnumMap;
import java.util.Map;
import org.opentws.audit.store.AuditParameterRepository;
import org.opentws.audit.store.AuditStoreFailed;
import org.opentws.time.TrustedTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audit function's parameters as they stand; a change counts on every node within two seconds.
 * While the database is away the last known values count: alarms about it must go out.
 */
@ApplicationScoped
public class AuditParameters {
  private static final Logger LOG = LoggerFactory.getLogger(AuditParameters.class);
  private static final long KEPT_NANOS = 2_000_000_000L;

  @Inject private AuditParameterRepository repository;
  @Inject private TrustedTime time;

  private volatile Map<String, String> known = Map.of();
  private volatile long readAt;
  private volatile boolean read;

  /** The value in force. */
  public String value(AuditParameter parameter) {
    refresh();
    String value = known.getOrDefault(parameter.parameterName(), parameter.standard());
    // A value that somebody wrote past the operation that judges it counts for nothing.
    return parameter.accepts(value) ? value : parameter.standard();
  }

  public int number(AuditParameter parameter) {
    return Integer.parseInt(value(parameter));
  }

  /** All of them. */
  public Map<AuditParameter, String> all() {
    Map<AuditParameter, String> values = new EnumMap<>(AuditParameter.class);
    for (AuditParameter parameter : AuditParameter.values()) {
      values.put(parameter, value(parameter));
    }
    return values;
  }

  private void refresh() {
    long now = time.monotonicNanos();
    if (read && now - readAt < KEPT_NANOS) {
      return;
    }
    readAt = now;
    read = true;
    try {
      known = repository.values();
    } catch (AuditStoreFailed e) {
      LOG.warn("The audit parameters cannot be read; those known count: {}", e.getMessage());
    }
  }
}
