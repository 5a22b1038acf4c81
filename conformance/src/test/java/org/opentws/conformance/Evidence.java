package org.opentws.conformance;

import java.util.ArrayList;
import java.util.List;

/**
 * What the check that runs now asked and what came back, one line each, so that every check has
 * evidence without saying so itself. Checks run one after the other in one JVM.
 */
public final class Evidence {
  private static final int LINES_MAX = 60;
  private static final int LINE_MAX = 300;

  private static final List<String> LINES = new ArrayList<>();

  private Evidence() {}

  public static synchronized void note(String line) {
    if (LINES.size() < LINES_MAX) {
      LINES.add(line.length() > LINE_MAX ? line.substring(0, LINE_MAX) + " ..." : line);
    } else if (LINES.size() == LINES_MAX) {
      LINES.add("(more left out)");
    }
  }

  static synchronized String take() {
    String lines = String.join("\n", LINES);
    LINES.clear();
    return lines;
  }
}
