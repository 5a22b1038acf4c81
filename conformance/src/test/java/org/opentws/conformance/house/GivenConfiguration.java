package org.opentws.conformance.house;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;

/** A configuration of a few values that remembers what it was asked for. */
final class GivenConfiguration {
  private static final Map<Class<?>, Function<String, Object>> CONVERTERS =
      Map.of(
          String.class, text -> text,
          Integer.class, Integer::valueOf,
          Long.class, Long::valueOf,
          Boolean.class, Boolean::valueOf,
          Duration.class, Duration::parse);

  private final Map<String, String> values;
  private final TreeSet<String> asked = new TreeSet<>();

  GivenConfiguration(Map<String, String> values) {
    this.values = new TreeMap<>(values);
    this.values.put("jboss.server.data.dir", "/data");
  }

  TreeSet<String> asked() {
    return asked;
  }

  Config config() {
    return (Config)
        Proxy.newProxyInstance(
            Config.class.getClassLoader(),
            new Class<?>[] {Config.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getOptionalValue" -> value((String) arguments[0], (Class<?>) arguments[1]);
                  case "getValue" ->
                      value((String) arguments[0], (Class<?>) arguments[1]).orElseThrow();
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private Optional<?> value(String name, Class<?> type) {
    asked.add(name);
    return Optional.ofNullable(values.get(name)).map(text -> converted(text, type));
  }

  private static Object converted(String text, Class<?> type) {
    return Optional.ofNullable(CONVERTERS.get(type))
        .orElseThrow(() -> new UnsupportedOperationException("add a converter of " + type))
        .apply(text);
  }
}
