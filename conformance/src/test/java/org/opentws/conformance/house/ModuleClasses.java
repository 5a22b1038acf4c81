package org.opentws.conformance.house;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.LocationProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The compiled classes of every production module. With ejb, war and rar packaging a package scan
 * finds nothing and rules would pass on an empty set, so the folders are named.
 */
public final class ModuleClasses implements LocationProvider {
  static final List<String> MODULES =
      List.of(
          "persistence",
          "jca-hsm-adapter/api",
          "jca-hsm-adapter/adapter",
          "jca-hsm-adapter/tls",
          "ejb",
          "web/endpoints",
          "web/public",
          "web/admin");

  @Override
  public Set<Location> get(Class<?> testClass) {
    return MODULES.stream()
        .map(module -> root().resolve(module).resolve("target/classes"))
        .filter(Files::isDirectory)
        .map(Location::of)
        .collect(Collectors.toSet());
  }

  static JavaClasses all() {
    return new ClassFileImporter().importLocations(new ModuleClasses().get(ModuleClasses.class));
  }

  /** The folder that holds the modules. */
  static Path root() {
    return Path.of("..").toAbsolutePath().normalize();
  }
}
