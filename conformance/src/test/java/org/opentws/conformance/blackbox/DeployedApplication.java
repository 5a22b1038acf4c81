package org.opentws.conformance.blackbox;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.opentws.conformance.Endpoint;

/** The very file that the server under test runs: what can be called is read from it. */
final class DeployedApplication {
  private final Path unpacked;

  private DeployedApplication(Path unpacked) {
    this.unpacked = unpacked;
  }

  /**
   * Unpacks it.
   *
   * @param scratch an empty folder
   */
  static DeployedApplication of(RunningSystem system, Path scratch) {
    Path ear = system.path("../server/deployments/opentws.ear").normalize();
    try (InputStream in = Files.newInputStream(ear)) {
      unpack(in, scratch);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new DeployedApplication(scratch);
  }

  /** Archives within archives become folders of their names. */
  private static void unpack(InputStream archive, Path folder) throws IOException {
    ZipInputStream zip = new ZipInputStream(archive);
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      String name = entry.getName();
      Path target = folder.resolve(name).normalize();
      if (name.matches(".*\\.(war|rar)|(.*/)?opentws-.*\\.jar")) {
        unpack(zip, target);
      } else if (name.matches(".*\\.(class|xhtml)")) {
        Files.createDirectories(target.getParent());
        Files.copy(zip, target);
      }
    }
  }

  /** Every method of every REST resource. */
  List<Endpoint> endpoints() {
    JavaClasses classes = new ClassFileImporter().importPath(unpacked);
    // Shared archives lie in more than one war: each endpoint once.
    return classes.isEmpty() ? List.of() : Endpoint.of(classes).stream().distinct().toList();
  }

  /** Every page of the portal, by its file below /admin/. */
  List<String> pages() {
    try (var files = Files.walk(unpacked)) {
      return files
          .filter(file -> file.toString().contains(".war/admin/"))
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(".xhtml"))
          .collect(java.util.stream.Collectors.toCollection(TreeSet::new))
          .stream()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
