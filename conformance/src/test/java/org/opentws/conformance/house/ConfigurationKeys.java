package org.opentws.conformance.house;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What the code asks the configuration for, and what it takes where nothing is said. */
final class ConfigurationKeys {
  private static final Path DEVICE =
      ModuleClasses.root().resolve("jca-hsm-adapter/rar/src/main/rar/META-INF/ironjacamar.xml");
  private static final Pattern EXPRESSION =
      Pattern.compile("\\$\\{(opentws\\.[a-z0-9.-]+):([^}]*)\\}");

  private ConfigurationKeys() {}

  /** Each key of the fields that are injected, with its default; empty if there is none. */
  static Map<String, String> injected() {
    Map<String, String> keys = new TreeMap<>();
    for (JavaClass type : ModuleClasses.all()) {
      type.getFields().stream()
          .filter(field -> field.isAnnotatedWith(ConfigProperty.class))
          .map(field -> field.getAnnotationOfType(ConfigProperty.class))
          .forEach(property -> keys.put(property.name(), given(property.defaultValue())));
    }
    return keys;
  }

  private static String given(String standard) {
    return standard.equals(ConfigProperty.UNCONFIGURED_VALUE) ? "" : standard;
  }

  /** Each key of the resource adapter, with its default. */
  static Map<String, String> ofTheDevice() {
    try {
      Map<String, String> keys = new TreeMap<>();
      EXPRESSION
          .matcher(Files.readString(DEVICE))
          .results()
          .forEach(found -> keys.put(found.group(1), found.group(2)));
      return keys;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Records that read a configuration themselves, by a static method from it. */
  static List<Method> readers() {
    return ModuleClasses.all().stream()
        .flatMap(type -> type.getMethods().stream())
        .filter(ConfigurationKeys::readsConfiguration)
        .map(JavaMethod::reflect)
        .toList();
  }

  private static boolean readsConfiguration(JavaMethod method) {
    return method.getModifiers().contains(JavaModifier.STATIC)
        && method.getRawReturnType().equals(method.getOwner())
        && method.getRawParameterTypes().size() == 1
        && method.getRawParameterTypes().get(0).isEquivalentTo(Config.class);
  }

  /** What the record becomes with these values and no others. */
  static Object read(Method reader, GivenConfiguration values) {
    try {
      reader.setAccessible(true);
      return reader.invoke(null, values.config());
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(reader.toString(), e);
    }
  }
}
