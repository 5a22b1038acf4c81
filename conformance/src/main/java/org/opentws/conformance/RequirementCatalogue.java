package org.opentws.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** All atoms of the standard, in its order. */
public final class RequirementCatalogue {
  private static final String RESOURCE = "/requirements.tsv";
  private static final int COLUMNS = 6;

  private final Map<String, Atom> atoms = new LinkedHashMap<>();

  private RequirementCatalogue() {}

  /** Reads the catalogue that is part of this module. */
  public static RequirementCatalogue load() {
    try (InputStream in =
            Objects.requireNonNull(RequirementCatalogue.class.getResourceAsStream(RESOURCE));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      RequirementCatalogue catalogue = new RequirementCatalogue();
      lines.lines().skip(1).forEach(catalogue::add);
      return catalogue;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(String line) {
    String[] columns = line.split("\t", -1);
    if (columns.length != COLUMNS) {
      throw new IllegalStateException(RESOURCE + ": not " + COLUMNS + " columns: " + line);
    }
    Atom atom =
        new Atom(
            columns[0], columns[1], columns[2], columns[3], Carrier.of(columns[4]), columns[5]);
    if (atoms.put(atom.id(), atom) != null) {
      throw new IllegalStateException(RESOURCE + ": twice: " + atom.id());
    }
  }

  public Map<String, Atom> atoms() {
    return Map.copyOf(atoms);
  }

  /** In the order of the standard. */
  public Iterable<Atom> inOrder() {
    return atoms.values();
  }

  public boolean has(String id) {
    return atoms.containsKey(id);
  }
}
