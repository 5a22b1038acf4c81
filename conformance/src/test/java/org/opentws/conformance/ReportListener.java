package org.opentws.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Gathers what the checks found and writes the report when the run ends. Evidence is what a check
 * publishes through JUnit's TestReporter.
 */
public final class ReportListener implements TestExecutionListener {
  private final ConformanceReport report = new ConformanceReport(RequirementCatalogue.load());
  private final StringBuilder evidence = new StringBuilder();
  private final Instant startedAt = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private boolean anything;

  @Override
  public void executionStarted(TestIdentifier test) {
    if (test.isTest()) {
      evidence.setLength(0);
    }
  }

  @Override
  public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
    entry
        .getKeyValuePairs()
        .forEach((key, value) -> evidence.append(key).append(": ").append(value).append('\n'));
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    requirement(test)
        .ifPresent(
            requirement -> {
              anything = true;
              report.add(
                  Arrays.asList(requirement.value()),
                  new CheckResult(
                      name(test),
                      requirement.kind(),
                      result.getStatus() == TestExecutionResult.Status.SUCCESSFUL,
                      evidence + result.getThrowable().map(Throwable::toString).orElse("")));
            });
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    if (!anything) {
      return;
    }
    try {
      report.write(
          Path.of(System.getProperty("opentws.report", "target/conformance")),
          new ConformanceReport.Run(
              System.getProperty("opentws.version", "unknown"),
              System.getProperty("opentws.commit", "unknown"),
              startedAt.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Requirement> requirement(TestIdentifier test) {
    return method(test)
        .filter(unused -> test.isTest())
        .map(source -> source.getJavaMethod().getAnnotation(Requirement.class));
  }

  private static Optional<MethodSource> method(TestIdentifier test) {
    return test.getSource().filter(MethodSource.class::isInstance).map(MethodSource.class::cast);
  }

  private static String name(TestIdentifier test) {
    String owner =
        method(test)
            .map(source -> source.getJavaClass().getSimpleName() + "." + source.getMethodName())
            .orElse("");
    return List.of(owner, test.getDisplayName()).get(0);
  }
}
