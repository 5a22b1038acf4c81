package org.opentws.time;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.annotation.PostConstruct;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * Figures of the clock for Prometheus (SO3.1, TS2.3): offset, error bound, age of the last
 * agreement, state and sources. Read when somebody asks, from what anybody may read without a lock.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class ClockMetrics {
  private static final double NANOS_PER_SECOND = 1e9;

  @Inject private TrustedClock time;

  /** Not there where the server has no registry. */
  @Inject private Instance<MeterRegistry> registries;

  @PostConstruct
  void register() {
    registries.forEach(this::register);
  }

  /** By these methods only: of what is made by builders WildFly's registry shows nothing. */
  private void register(MeterRegistry registry) {
    registry.gauge("opentws_time_offset_seconds", Tags.empty(), this, m -> seconds(m.offset()));
    registry.gauge("opentws_time_error_bound_seconds", Tags.empty(), this, m -> seconds(m.bound()));
    registry.gauge("opentws_time_age_seconds", Tags.empty(), this, m -> seconds(m.age()));
    registry.gauge("opentws_time_sources_agreeing", Tags.empty(), this, m -> m.agreeing());
    for (ClockState state : ClockState.values()) {
      registry.gauge(
          "opentws_time_state", Tags.of("state", state.name()), this, m -> m.is(state) ? 1 : 0);
    }
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / NANOS_PER_SECOND;
  }

  private int agreeing() {
    return time.reading().sources();
  }

  private boolean is(ClockState state) {
    return time.reading().state() == state;
  }

  private Duration offset() {
    return time.clock().agreement().map(Agreement::offset).orElse(Duration.ZERO);
  }

  private Duration bound() {
    return time.reading().errorBound();
  }

  private Duration age() {
    return time.clock().age();
  }
}
