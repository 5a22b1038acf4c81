package org.opentws.tools.configuration;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A key of the configuration.
 *
 * @param name MicroProfile Config name
 * @param standard its default, or how that is found; empty if there is none
 * @param meaning what it does; its unit
 */
record ConfigurationKey(String name, String standard, String meaning) {
  private static final int COLUMNS = 3;

  /** All of them, by name; keys.tsv is the one list, kept complete by a test. */
  static List<ConfigurationKey> all() {
    try (InputStream in = ConfigurationKey.class.getResourceAsStream("keys.tsv")) {
      if (in == null) {
        throw new IllegalStateException("keys.tsv is missing in this build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().map(k -> of(k)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ConfigurationKey of(String line) {
    String[] columns = line.split("\t", COLUMNS);
    return new ConfigurationKey(columns[0], columns[1], columns[2]);
  }

  /** How many letters must change to make the name the other one: to guess what was meant. */
  int distance(String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= name.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (name.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }
}
