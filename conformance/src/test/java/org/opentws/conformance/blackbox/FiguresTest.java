package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.net.URI;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;

/** What Prometheus sees of clock and time-stamping. */
@Tag("blackbox")
class FiguresTest {
  private static final int SHA1_OCTETS = 20;
  private static final double TOLERANCE_SECONDS = 1;
  private static final int AGE_SECONDS_MAX = 24;
  private static final int VOUCHED_SECONDS = 30;

  private final RunningSystem system = RunningSystem.get();
  private final Figures figures = new Figures(system, 0);
  private final StampClient stamps = new StampClient(system.anonymous(), system.uri("tsa"));

  @Test
  @Requirement({"SO3.1", "TS2.1"})
  void clockShowsOffsetBoundAgeAndState() {
    Within.seconds(VOUCHED_SECONDS)
        .until(
            "one state, and it is one that vouches",
            () -> state("INSYNC") + state("DEGRADED") == 1 && state("OUT_OF_SYNC") == 0);
    double offset = figures.figure("opentws_time_offset_seconds");
    double bound = figures.figure("opentws_time_error_bound_seconds");
    double age = figures.figure("opentws_time_age_seconds");
    assertTrue(bound > 0 && bound <= TOLERANCE_SECONDS, "bound " + bound);
    assertTrue(Math.abs(offset) <= bound, "offset " + offset + ", bound " + bound);
    assertTrue(age >= 0 && age <= AGE_SECONDS_MAX, "age " + age);
    assertTrue(figures.figure("opentws_time_sources_agreeing") >= 1);
  }

  private double state(String name) {
    return figures.figure("opentws_time_state", "state=\"" + name + "\"");
  }

  @Test
  void tokensAndRefusalsAreCountedByTheirReason() {
    double granted = figures.figure("opentws_timestamping_granted_total");
    double refused = refused("badAlg");
    stamps.granted("counted");
    assertEquals(PKIFailureInfo.badAlg, stamps.failure(weak()));
    assertTrue(figures.figure("opentws_timestamping_granted_total") >= granted + 1);
    assertTrue(refused("badAlg") >= refused + 1);
  }

  private double refused(String reason) {
    return figures.figure("opentws_timestamping_refused_total", "reason=\"" + reason + "\"");
  }

  private static TimeStampRequest weak() {
    return new TimeStampRequestGenerator()
        .generate(TSPAlgorithms.SHA1, new byte[SHA1_OCTETS], BigInteger.ONE);
  }

  @Test
  void figuresAreNotShownToThePublic() {
    for (String listener : new String[] {"publicHttp", "publicHttps", "admin"}) {
      URI address = system.uri(listener);
      for (String page : new String[] {"/prometheus", "/metrics"}) {
        assertEquals(
            404,
            system.withCertificateOf("system-auditor-1").getUri(address.resolve(page)).status(),
            address + " " + page);
      }
    }
  }
}
