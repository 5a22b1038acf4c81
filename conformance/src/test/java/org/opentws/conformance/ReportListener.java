package org.opentws.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Gathers what the checks found and writes the report when the run ends. Evidence is what a check
 * asked and was answered ({@link Evidence}), and what it publishes through JUnit's TestReporter.
 */
public final class ReportListener implements TestExecutionListener {
  private final ConformanceReport report =
      new ConformanceReport(RequirementCatalogue.load(), ChosenRequirements.ids());
  private final StringBuilder evidence = new StringBuilder();
  private final Instant startedAt = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private boolean anything;
  private String mode = "";

  @Override
  public void testPlanExecutionStarted(TestPlan plan) {
    mode = SystemMode.asked();
  }

  @Override
  public void executionStarted(TestIdentifier test) {
    if (test.isTest()) {
      evidence.setLength(0);
      Evidence.take();
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
                      evidence(result)));
            });
  }

  private String evidence(TestExecutionResult result) {
    return Stream.of(
            result.getThrowable().map(Throwable::toString).orElse(""),
            Evidence.take(),
            evidence.toString())
        .filter(part -> !part.isBlank())
        .map(String::strip)
        .collect(Collectors.joining("\n"));
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    if (!anything) {
      return;
    }
    Path folder = Path.of(System.getProperty("opentws.report", "target/conformance"));
    try {
      // A run has two parts, inside and outside of the server, each in a JVM of its own.
      if (Boolean.getBoolean("opentws.report.continued")) {
        report.addEarlier(folder);
      }
      report.write(
          folder,
          new ConformanceReport.Run(
              System.getProperty("opentws.version", "unknown"),
              System.getProperty("opentws.commit", "unknown"),
              startedAt.toString(),
              mode));
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

  /** Class and method: runs of one method with other values count as one check. */
  private static String name(TestIdentifier test) {
    return method(test)
        .map(source -> source.getJavaClass().getSimpleName() + "." + source.getMethodName())
        .orElseGet(test::getDisplayName);
  }
}
