package org.opentws.tools;

import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What stood behind a tool's name.
 *
 * @param words those that are no options, in their order
 * @param options values by the option's name without its dashes
 */
public record CommandLine(List<String> words, Map<String, String> options) {
  public CommandLine {
    words = List.copyOf(words);
    options = Map.copyOf(options);
  }

  /**
   * Reads it.
   *
   * @param help names every option that there is, each followed by a space
   * @param out told what is wrong, and the help
   * @return empty for an option that the help does not name or that has no value
   */
  public static Optional<CommandLine> read(String[] args, String help, PrintStream out) {
    List<String> words = new ArrayList<>();
    Map<String, String> options = new HashMap<>();
    Deque<String> rest = new ArrayDeque<>(List.of(args));
    while (!rest.isEmpty()) {
      String word = rest.remove();
      if (!word.startsWith("--")) {
        words.add(word);
      } else if (help.contains(word + " ") && !rest.isEmpty()) {
        options.put(word.substring(2), rest.remove());
      } else {
        out.println("Unknown option, or its value is missing: " + word);
        out.print(help);
        return Optional.empty();
      }
    }
    return Optional.of(new CommandLine(words, options));
  }
}
