package org.opentws.conformance;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.PostDiscoveryFilter;

/** {@code ./tws conformance ID...}: leaves only the checks of these requirements. */
public final class ChosenRequirements implements PostDiscoveryFilter {
  private final Set<String> chosen = ids();

  /** None: all. */
  static Set<String> ids() {
    return Stream.of(System.getProperty("opentws.requirements", "").split(","))
        .filter(id -> !id.isBlank())
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public FilterResult apply(TestDescriptor test) {
    return FilterResult.includedIf(
        chosen.isEmpty()
            || test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(source -> names(((MethodSource) source).getJavaMethod()))
                .orElse(true));
  }

  private boolean names(Method method) {
    Requirement requirement = method.getAnnotation(Requirement.class);
    return requirement != null && Arrays.stream(requirement.value()).anyMatch(chosen::contains);
  }
}
