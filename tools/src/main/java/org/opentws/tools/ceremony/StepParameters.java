package org.opentws.tools.ceremony;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a step's "with" says. A missing or wrong value is named in the failure. */
record StepParameters(String step, Map<?, ?> values) {

  String text(String name) {
    Object value = values.get(name);
    if (value == null || value.toString().isBlank()) {
      throw new CeremonyFailure("step " + step + " needs a value for " + name);
    }
    return value.toString();
  }

  Path path(String name) {
    return Path.of(text(name));
  }

  int number(String name) {
    try {
      return Integer.parseInt(text(name));
    } catch (NumberFormatException e) {
      throw new CeremonyFailure("step " + step + ": " + name + " must be a number", e);
    }
  }

  /** The same; another number where nothing is said. */
  int number(String name, int otherwise) {
    return values.containsKey(name) ? number(name) : otherwise;
  }

  /** Whether it says yes; no where nothing is said. */
  boolean isYes(String name) {
    return values.containsKey(name)
        && switch (text(name)) {
          case "yes", "true" -> true;
          case "no", "false" -> false;
          default -> throw new CeremonyFailure("step " + step + ": " + name + " is yes or no");
        };
  }

  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (Object entry : list(name)) {
      texts.add(String.valueOf(entry));
    }
    return texts;
  }

  /** The same; none where nothing is said. */
  List<String> textsIfAny(String name) {
    return values.containsKey(name) ? texts(name) : List.of();
  }

  /** The entries of a list of maps, each readable like a step. */
  List<StepParameters> entries(String name) {
    List<StepParameters> entries = new ArrayList<>();
    for (Object entry : list(name)) {
      if (!(entry instanceof Map<?, ?> map)) {
        throw new CeremonyFailure("step " + step + ": " + name + " must be a list of maps");
      }
      entries.add(new StepParameters(step + "/" + name, map));
    }
    return entries;
  }

  /** A map of its own, readable like a step. */
  StepParameters entry(String name) {
    if (values.get(name) instanceof Map<?, ?> map) {
      return new StepParameters(step + "/" + name, map);
    }
    throw new CeremonyFailure("step " + step + " needs a map " + name);
  }

  private List<?> list(String name) {
    if (values.get(name) instanceof List<?> list && !list.isEmpty()) {
      return list;
    }
    throw new CeremonyFailure("step " + step + " needs a list " + name);
  }
}
