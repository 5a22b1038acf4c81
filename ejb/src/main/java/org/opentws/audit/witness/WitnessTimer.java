package org.opentws.audit.witness;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.AccessTimeout;
import jakarta.ejb.Lock;
import jakarta.ejb.LockType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.opentws.audit.AlarmKind;
import org.opentws.audit.AlarmRaised;
import org.opentws.audit.AuditParameter;
import org.opentws.audit.AuditParameters;
import org.opentws.audit.AuditSettings;
import org.opentws.audit.KnownCheckpoint;
import org.opentws.audit.Witness;
import org.opentws.audit.format.BrokenLog;
import org.opentws.audit.store.AuditDatabase;
import org.opentws.audit.store.AuditStoreFailed;
import org.opentws.audit.verify.CosignedCheckpoint;
import org.opentws.node.NodeService;
import org.opentws.node.ThisNode;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rhythm of witnesses. One that hangs holds up neither the others nor the log. */
@Singleton
@Startup
@Lock(LockType.READ)
@AccessTimeout(0)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class WitnessTimer {
  private static final Logger LOG = LoggerFactory.getLogger(WitnessTimer.class);

  @Inject private AuditDatabase database;
  @Inject private AuditParameters parameters;
  @Inject private TrustedTime time;
  @Inject private Config config;
  @Inject private ThisNode node;
  @Inject private Event<AlarmRaised> alarms;
  @Resource private ManagedExecutorService executor;

  @Inject
  @ConfigProperty(name = "opentws.audit.witness-authorities")
  Optional<String> authorities;

  private final Set<Der> asked = ConcurrentHashMap.newKeySet();
  private @Nullable WitnessRound round;
  private @Nullable KnownCheckpoint known;

  @PostConstruct
  void start() {
    WitnessHttp way = new WitnessHttp(authorities.map(Path::of));
    round = new WitnessRound(new Cosigning(WitnessedLog.in(database), way), this::alarm);
    known = KnownCheckpoint.cosigned(AuditSettings.from(config).stateDirectory());
  }

  /** Asks those whose time has come. */
  @PermitAll
  @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
  public void ask() {
    if (!node.runs(NodeService.ADMINISTRATION)) {
      return;
    }
    for (Witness witness : Witness.list(parameters.value(AuditParameter.WITNESSES))) {
      if (asked.add(witness.key().id())) {
        executor.execute(() -> ask(witness));
      }
    }
  }

  private void ask(Witness witness) {
    try {
      WitnessRound.Terms terms =
          new WitnessRound.Terms(
              seconds(AuditParameter.WITNESS_PERIOD), seconds(AuditParameter.WITNESS_PATIENCE));
      Objects.requireNonNull(round).ask(witness, terms, time.now()).ifPresent(done -> remember());
    } catch (AuditStoreFailed | BrokenLog e) {
      LOG.warn("The witness {} cannot be asked now: {}", witness.key().name(), e.getMessage());
    } finally {
      asked.remove(witness.key().id());
    }
  }

  /** Outside of the database, for whoever wants to take it away. */
  private void remember() {
    database
        .witnesses()
        .lastCosigned()
        .ifPresent(stored -> Objects.requireNonNull(known).write(CosignedCheckpoint.of(stored)));
  }

  private Duration seconds(AuditParameter parameter) {
    return Duration.ofSeconds(parameters.number(parameter));
  }

  private void alarm(AlarmKind kind, String detail) {
    alarms.fireAsync(new AlarmRaised(kind, "audit-log", detail, time.now()));
  }
}
