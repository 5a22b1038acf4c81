package org.opentws.benchmarks.frame;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * One line of the report: the medians of all rounds, the sum of their errors.
 *
 * @param jvmCpuMicros CPU time of the JVM for one response, all rounds together
 * @param postgresCpuMicros the same of all processes of PostgreSQL
 */
@JsonPropertyOrder({
  "case",
  "connections",
  "perSecond",
  "p50Ms",
  "p99Ms",
  "errors",
  "jvmCpuMicros",
  "postgresCpuMicros"
})
public record Row(
    @JsonProperty("case") String name,
    int connections,
    double perSecond,
    double p50Ms,
    double p99Ms,
    long errors,
    double jvmCpuMicros,
    double postgresCpuMicros) {}
