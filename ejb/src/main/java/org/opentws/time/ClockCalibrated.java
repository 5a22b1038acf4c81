package org.opentws.time;

import java.time.Instant;
import java.util.Map;

/**
 * CDI event: the clock was compared with its sources, at the configured rhythm and whenever it came
 * to be trusted (EN 319 421, 7.7.2). Audit listens.
 *
 * @param details offset, bound and drift of the clock, and what each source said
 */
public record ClockCalibrated(ClockState state, Map<String, String> details, Instant at)
    implements ClockEvent {
  public ClockCalibrated {
    details = Map.copyOf(details);
  }
}
