package org.opentws.audit.alarm;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.EJB;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.opentws.audit.AlarmKind;
import org.opentws.audit.AuditFunction;
import org.opentws.audit.AuditParameter;
import org.opentws.audit.AuditParameters;
import org.opentws.audit.AuditStatus;
import org.opentws.audit.store.AuditDatabase;
import org.opentws.audit.store.AuditStoreFailed;
import org.opentws.audit.store.CheckpointNote;
import org.opentws.error.ServiceUnavailable;
import org.opentws.time.TrustedTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Figures of the audit log and of alarms for Prometheus (AA2.3, AA6.1). What stands in the database
 * is read every ten seconds, whoever asks how often; when it cannot be read these figures are NaN.
 */
@Singleton
@Startup
@DependsOn("AuditFunction")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class AuditMetrics {
  private static final Logger LOG = LoggerFactory.getLogger(AuditMetrics.class);
  private static final long MEBIBYTE = 1_048_576;
  private static final double MILLIS_PER_SECOND = 1000;

  private record Stored(
      long used,
      long reserved,
      Optional<Instant> signedAt,
      Map<String, Long> open,
      Map<String, Long> waiting) {}

  @EJB private AuditFunction function;
  @Inject private AuditDatabase database;
  @Inject private AuditParameters parameters;
  @Inject private Instance<AlarmSink> sinks;
  @Inject private TrustedTime time;

  /** Not there where the server has no registry. */
  @Inject private Instance<MeterRegistry> registries;

  private volatile Optional<Stored> stored = Optional.empty();

  @PostConstruct
  void register() {
    registries.forEach(this::register);
  }

  private void register(MeterRegistry registry) {
    gauge(registry, "opentws_audit_writable", m -> m.status().writable() ? 1 : 0);
    gauge(registry, "opentws_audit_records_sealed", m -> m.status().sealedSize());
    gauge(registry, "opentws_audit_records_signed", m -> m.status().signedSize());
    gauge(registry, "opentws_audit_records_waiting", m -> m.function.node().waiting());
    gauge(registry, "opentws_audit_checkpoint_age_seconds", AuditMetrics::checkpointAge);
    gauge(registry, "opentws_audit_used_octets", m -> m.known(now -> now.used()));
    gauge(registry, "opentws_audit_reserved_octets", m -> m.known(now -> now.reserved()));
    gauge(registry, "opentws_audit_allotted_octets", AuditMetrics::allotted);
    for (AlarmKind kind : AlarmKind.values()) {
      registry.gauge(
          "opentws_alarms_open",
          Tags.of("kind", kind.name()),
          this,
          m -> m.known(now -> now.open().getOrDefault(kind.name(), 0L)));
    }
    for (AlarmSink sink : sinks) {
      String name = sink.name();
      registry.gauge(
          "opentws_alarms_waiting",
          Tags.of("sink", name),
          this,
          m -> m.known(now -> now.waiting().getOrDefault(name, 0L)));
    }
  }

  private void gauge(MeterRegistry registry, String name, ToDoubleFunction<AuditMetrics> value) {
    registry.gauge(name, Tags.empty(), this, value);
  }

  /** Reads what the database knows. */
  @PermitAll
  @Schedule(hour = "*", minute = "*", second = "*/10", persistent = false)
  public void read() {
    try {
      stored =
          Optional.of(
              new Stored(
                  database.space().usedOctets(),
                  database.space().reservedOctets(),
                  database.tree().lastNote().map(CheckpointNote::at),
                  database.alarms().openByKind(),
                  database.alarms().waitingBySink()));
    } catch (AuditStoreFailed e) {
      stored = Optional.empty();
      LOG.warn("The figures of the audit log cannot be read: {}", e.getMessage());
    }
  }

  private AuditStatus status() {
    try {
      return function.node().status();
    } catch (ServiceUnavailable e) {
      return new AuditStatus(false, "not started", 0, 0);
    }
  }

  private double known(ToDoubleFunction<Stored> figure) {
    return stored.map(figure::applyAsDouble).orElse(Double.NaN);
  }

  private double checkpointAge() {
    return known(
        now ->
            now.signedAt()
                .map(at -> Duration.between(at, time.now()).toMillis() / MILLIS_PER_SECOND)
                .orElse(Double.NaN));
  }

  private double allotted() {
    return (double) parameters.number(AuditParameter.SPACE_ALLOTTED) * MEBIBYTE;
  }
}
