package org.opentws.error.web;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A field of a record that is neither Optional nor a primitive nor marked {@code @Nullable} must be
 * there: what the type says is what the caller has to send.
 */
final class RequiredFields {
  private RequiredFields() {}

  /** The path of the first missing value, for example "subject.country". */
  static Optional<String> firstMissing(Object value) {
    return firstMissing(value, "");
  }

  private static Optional<String> firstMissing(@Nullable Object value, String path) {
    if (value == null) {
      return Optional.of(path);
    }
    if (value instanceof Record body) {
      return inRecord(body, path);
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .flatMap(e -> firstMissing(e.getValue(), join(path, e.getKey())).stream())
          .findFirst();
    }
    if (value instanceof Collection<?> list) {
      return list.stream().flatMap(e -> firstMissing(e, join(path, "*")).stream()).findFirst();
    }
    if (value instanceof Optional<?> maybe && maybe.isPresent()) {
      return firstMissing(maybe.get(), path);
    }
    return Optional.empty();
  }

  private static Optional<String> inRecord(Record body, String path) {
    for (RecordComponent component : body.getClass().getRecordComponents()) {
      Object value = read(component, body);
      boolean mayMiss = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
      if (value == null && mayMiss) {
        continue;
      }
      Optional<String> missing = firstMissing(value, join(path, component.getName()));
      if (missing.isPresent()) {
        return missing;
      }
    }
    return Optional.empty();
  }

  private static @Nullable Object read(RecordComponent component, Record body) {
    try {
      return component.getAccessor().invoke(body);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a body's record must be public: " + body.getClass(), e);
    }
  }

  private static String join(String path, Object name) {
    return path.isEmpty() ? name.toString() : path + "." + name;
  }
}
