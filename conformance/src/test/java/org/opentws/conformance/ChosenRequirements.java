package org.opentws.conformance;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.PostDiscoveryFilter;

/**
 * {@code ./tws conformance ID...}: leaves only the checks of these requirements. A class whose
 * methods are ordered tells one story: of that one all is left, or nothing.
 */
public final class ChosenRequirements implements PostDiscoveryFilter {
  private final Set<String> chosen;

  public ChosenRequirements() {
    this(ids());
  }

  /** These; none: all. */
  public ChosenRequirements(Set<String> chosen) {
    this.chosen = chosen;
  }

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
                .map(source -> takes(((MethodSource) source).getJavaMethod()))
                .orElse(true));
  }

  /** Whether this check is one of the chosen. */
  public boolean takes(Method method) {
    Class<?> type = method.getDeclaringClass();
    boolean story = type.isAnnotationPresent(TestMethodOrder.class);
    return (story ? Arrays.stream(type.getDeclaredMethods()) : Stream.of(method))
        .map(each -> each.getAnnotation(Requirement.class))
        .filter(Objects::nonNull)
        .flatMap(requirement -> Arrays.stream(requirement.value()))
        .anyMatch(chosen::contains);
  }
}
