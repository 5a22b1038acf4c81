package org.opentws.audit;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;
import org.opentws.audit.format.EpochKey;
import org.opentws.audit.store.AuditDatabase;
import org.opentws.error.ServiceUnavailable;
import org.opentws.random.Randomness;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;

/**
 * Starts the audit function before any service and stops it with the application (AA1.1c). Nothing
 * can switch it off while the system runs.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class AuditFunction {
  @Inject private Config config;
  @Inject private AuditDatabase database;
  @Inject private TrustedTime time;
  @Inject private Randomness randomness;
  @Inject private Instance<CheckpointSigner> signers;
  @Inject private Event<AlarmRaised> alarms;
  @Resource private ManagedThreadFactory threads;

  /**
   * Not used here, but the server knows by it that this bean needs the connections, and at shutdown
   * ends it, with its last records, before it takes them away (AA1.1c).
   */
  @Resource(lookup = "java:/opentws/audit")
  Object connections;

  private @Nullable AuditNode node;

  @PostConstruct
  void start() {
    AuditNode.Parts parts =
        new AuditNode.Parts(
            AuditSettings.from(config),
            database,
            time,
            randomness,
            this::sign,
            threads,
            this::alarm);
    try {
      node = AuditNode.start(parts, new EpochKey(randomness.octets(EpochKey.OCTETS)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the audit function was starting", e);
    }
  }

  private Optional<CheckpointSignature> sign(Der text) {
    return signers.isResolvable() ? signers.get().sign(text) : Optional.empty();
  }

  private void alarm(AlarmKind kind, String detail) {
    alarms.fireAsync(new AlarmRaised(kind, "audit-log", detail, time.now()));
  }

  /** The running audit function, for {@link AuditLog} and health checks. */
  @PermitAll
  public AuditNode node() {
    AuditNode running = node;
    if (running == null) {
      throw new ServiceUnavailable(ServiceUnavailable.Cause.AUDIT, "audit: not started");
    }
    return running;
  }

  @PreDestroy
  void stop() {
    AuditNode running = node;
    if (running != null) {
      running.stop();
    }
  }
}
