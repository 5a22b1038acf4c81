package org.opentws.tools.ceremony;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.opentws.value.Sha256;

/**
 * A reviewed script with its parameters filled in.
 *
 * @param name of the ceremony
 * @param title for people
 * @param sha256 of the script's file as it was reviewed
 * @param parameters every parameter with the value it has in this run
 * @param persons the two officers who confirm each step
 * @param witness without whose signature the report is not closed
 * @param inputs names of the parameters that are files; their digests are part of what is confirmed
 * @param softHsm directory of the SoftHSM tokens of this ceremony
 * @param officers directory of the officers' control keys
 * @param report path of the report without its ending
 * @param resumable whether a run that broke off is taken up by the same command: each of its
 *     actions may be done again
 * @param steps in order
 */
record CeremonyScript(
    String name,
    String title,
    String sha256,
    Map<String, String> parameters,
    List<Participant> persons,
    Participant witness,
    List<String> inputs,
    Path softHsm,
    Path officers,
    Path report,
    boolean resumable,
    List<CeremonyStep> steps) {

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z0-9_-]+)}");
  private static final Set<String> KEYS =
      Set.of(
          "ceremony",
          "title",
          "persons",
          "witness",
          "inputs",
          "softhsm",
          "officers",
          "report",
          "resumable",
          "parameters",
          "steps");

  /** Reads a script; given parameters override the script's defaults, unknown ones are refused. */
  static CeremonyScript read(Path file, Map<String, String> given) {
    Map<?, ?> yaml;
    String sha256;
    try {
      byte[] octets = Files.readAllBytes(file);
      sha256 = Sha256.hex(octets);
      yaml = new YAMLMapper().readValue(octets, Map.class);
    } catch (IOException e) {
      throw new CeremonyFailure("script " + file + " cannot be read: " + e.getMessage(), e);
    }
    for (Object key : yaml.keySet()) {
      if (!KEYS.contains(key)) {
        throw new CeremonyFailure("script " + file + ": unknown key " + key);
      }
    }
    Map<String, String> parameters = parameters(yaml.get("parameters"), given);
    StepParameters head =
        new StepParameters(file.getFileName().toString(), (Map<?, ?>) fill(yaml, parameters));
    List<Participant> persons = head.entries("persons").stream().map(Participant::of).toList();
    Participant witness = Participant.of(head.entry("witness"));
    demandDifferentPersons(persons, witness);
    return new CeremonyScript(
        head.text("ceremony"),
        head.text("title"),
        sha256,
        parameters,
        persons,
        witness,
        yaml.containsKey("inputs") ? head.texts("inputs") : List.of(),
        head.path("softhsm"),
        head.path("officers"),
        head.path("report"),
        head.isYes("resumable"),
        steps(head));
  }

  private static Map<String, String> parameters(
      @Nullable Object defaults, Map<String, String> given) {
    Map<String, String> all = new TreeMap<>();
    if (defaults instanceof Map<?, ?> map) {
      map.forEach(
          (name, value) -> all.put(String.valueOf(name), value == null ? "" : value.toString()));
    }
    given.forEach(
        (name, value) -> {
          if (!all.containsKey(name)) {
            throw new CeremonyFailure(
                "the script has no parameter " + name + "; it has " + all.keySet());
          }
          all.put(name, value);
        });
    all.forEach(
        (name, value) -> {
          if (value.isBlank()) {
            throw new CeremonyFailure("the script needs " + name + "=...");
          }
        });
    // A default may build on another parameter, for example on ${run}.
    Map<String, String> filled = new TreeMap<>();
    all.forEach((name, value) -> filled.put(name, fillText(value, all)));
    return filled;
  }

  /** Who confirms each step, and the witness last. */
  List<Participant> participants() {
    return Stream.concat(persons.stream(), Stream.of(witness)).toList();
  }

  private static void demandDifferentPersons(List<Participant> persons, Participant witness) {
    Set<String> names = new HashSet<>(Set.of(witness.name()));
    Set<String> accounts = new HashSet<>(Set.of(witness.account()));
    persons.forEach(person -> names.add(person.name()));
    persons.forEach(person -> accounts.add(person.account()));
    if (persons.size() != 2 || names.size() != 3 || accounts.size() != 3) {
      throw new CeremonyFailure("KM1.3: a script names two persons and a witness, all different");
    }
  }

  private static List<CeremonyStep> steps(StepParameters head) {
    List<CeremonyStep> steps = new ArrayList<>();
    for (StepParameters step : head.entries("steps")) {
      String id = step.text("id");
      Map<?, ?> with = step.values().get("with") instanceof Map<?, ?> map ? map : Map.of();
      steps.add(
          new CeremonyStep(id, step.text("says"), step.text("do"), new StepParameters(id, with)));
    }
    return steps;
  }

  private static Object fill(Object node, Map<String, String> parameters) {
    if (node instanceof Map<?, ?> map) {
      Map<Object, Object> filled = new LinkedHashMap<>();
      map.forEach((key, value) -> filled.put(key, fill(value, parameters)));
      return filled;
    }
    if (node instanceof List<?> list) {
      List<Object> filled = new ArrayList<>();
      list.forEach(value -> filled.add(fill(value, parameters)));
      return filled;
    }
    return node instanceof String text ? fillText(text, parameters) : orEmpty(node);
  }

  private static Object orEmpty(@Nullable Object node) {
    return node == null ? "" : node;
  }

  private static String fillText(String text, Map<String, String> parameters) {
    return REFERENCE
        .matcher(text)
        .replaceAll(
            reference -> {
              String value = parameters.get(reference.group(1));
              if (value == null) {
                throw new CeremonyFailure("the script uses an unknown " + reference.group());
              }
              return Matcher.quoteReplacement(value);
            });
  }
}
