package org.opentws.benchmarks.frame;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The system under test, as {@code ./tws bench} started it, and the options of the call.
 *
 * @param run its run directory
 * @param work an own folder of the measurement
 * @param demo demo.json: addresses, officers, how to reach database and devices
 */
public record BenchSystem(
    Path run, Path work, JsonNode demo, Map<String, String> options, Terminal terminal) {

  public static BenchSystem of(String[] arguments, Terminal terminal) throws IOException {
    Map<String, String> options = new HashMap<>();
    for (String argument : arguments) {
      String[] pair = argument.split("=", 2);
      if (pair.length != 2) {
        throw new BenchFailure("not name=value: " + argument);
      }
      options.put(pair[0], pair[1]);
    }
    Path run = Path.of(required(options, "run"));
    Path work = Files.createDirectories(Path.of(required(options, "work")));
    JsonNode demo = new ObjectMapper().readTree(run.resolve("demo/demo.json").toFile());
    return new BenchSystem(run, work, demo, options, terminal);
  }

  private static String required(Map<String, String> options, String name) {
    String value = options.get(name);
    if (value == null) {
      throw new BenchFailure("missing argument " + name + "=...");
    }
    return value;
  }

  public String option(String name) {
    return required(options, name);
  }

  /** A number that the call may give, for example {@code certificates=1000000}. */
  public int number(String name, int otherwise) {
    String given = options.get(name);
    try {
      return given == null ? otherwise : Integer.parseInt(given);
    } catch (NumberFormatException e) {
      throw new BenchFailure(name + " must be a whole number, not " + given, e);
    }
  }

  /** A text of demo.json. */
  public String text(String... path) {
    JsonNode node = demo;
    for (String name : path) {
      node = node.path(name);
    }
    return node.asText();
  }

  public long serverProcess() {
    return process(run.resolve("pid/wildfly"));
  }

  public long postgresProcess() {
    return process(run.resolve("postgres/data/postmaster.pid"));
  }

  private static long process(Path file) {
    try {
      return Long.parseLong(Files.readAllLines(file).get(0).strip());
    } catch (IOException e) {
      throw new BenchFailure("no process in " + file + ": does the system run?", e);
    }
  }

  /** A script of this module as a file. */
  Path script(String name) throws IOException {
    Path file = work.resolve(name);
    try (InputStream in = BenchSystem.class.getResourceAsStream("/lua/" + name)) {
      if (in == null) {
        throw new BenchFailure("no script " + name);
      }
      Files.write(file, in.readAllBytes());
    }
    return file;
  }
}
