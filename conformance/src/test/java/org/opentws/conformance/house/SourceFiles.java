package org.opentws.conformance.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Java sources of the house. */
final class SourceFiles {
  private SourceFiles() {}

  /** Production sources of every module, tools and conformance included. */
  static List<Path> production() {
    return sources("src/main/java");
  }

  /** Tests of every module. */
  static List<Path> tests() {
    return sources("src/test/java");
  }

  private static List<Path> sources(String folder) {
    List<String> modules = new ArrayList<>(ModuleClasses.MODULES);
    modules.add("tools");
    modules.add("conformance");
    modules.add("benchmarks/harness");
    modules.add("benchmarks/constant");
    return modules.stream()
        .map(module -> ModuleClasses.root().resolve(module).resolve(folder))
        .filter(Files::isDirectory)
        .flatMap(SourceFiles::javaFiles)
        .toList();
  }

  private static Stream<Path> javaFiles(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
