package org.opentws.timestamping;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tokens and refusals of this node since its start, for Prometheus. */
@ApplicationScoped
class TimeStampMetrics {
  /** RFC 3161, 2.4.2. */
  private static final Map<Integer, String> REASONS =
      Map.of(
          PKIFailureInfo.badAlg, "badAlg",
          PKIFailureInfo.badRequest, "badRequest",
          PKIFailureInfo.badDataFormat, "badDataFormat",
          PKIFailureInfo.timeNotAvailable, "timeNotAvailable",
          PKIFailureInfo.unacceptedPolicy, "unacceptedPolicy",
          PKIFailureInfo.unacceptedExtension, "unacceptedExtension",
          PKIFailureInfo.systemFailure, "systemFailure");

  private static final Logger LOG = LoggerFactory.getLogger(TimeStampMetrics.class);
  private static final String OTHER = "other";

  /** Not there where the server has no registry. */
  @Inject Instance<MeterRegistry> registries;

  /** Empty without a registry. */
  private final List<Counter> granted = new ArrayList<>();

  private final Map<String, List<Counter>> refused = new TreeMap<>();

  /** At the start: a figure that is not there before the first request cannot be watched. */
  void begin(@Observes @Initialized(ApplicationScoped.class) Object started) {
    LOG.debug("figures of time-stamping: {} registries", granted.size());
  }

  @PostConstruct
  void register() {
    REASONS.values().forEach(reason -> refused.put(reason, new ArrayList<>()));
    refused.put(OTHER, new ArrayList<>());
    registries.forEach(this::register);
  }

  private void register(MeterRegistry registry) {
    granted.add(registry.counter("opentws_timestamping_granted", Tags.empty()));
    refused.forEach(
        (reason, counters) ->
            counters.add(
                registry.counter("opentws_timestamping_refused", Tags.of("reason", reason))));
  }

  void countGranted() {
    granted.forEach(Counter::increment);
  }

  void countRefused(int failureInfo) {
    refused
        .getOrDefault(REASONS.getOrDefault(failureInfo, OTHER), List.of())
        .forEach(Counter::increment);
  }
}
