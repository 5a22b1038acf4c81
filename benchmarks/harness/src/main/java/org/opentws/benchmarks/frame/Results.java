package org.opentws.benchmarks.frame;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows and ratios as they come. */
public final class Results {
  private final List<Row> rows = new ArrayList<>();
  private final Map<String, Double> ratios = new LinkedHashMap<>();

  public void add(List<Row> measured) {
    rows.addAll(measured);
  }

  /** The best row of a case over its numbers of connections. */
  public Row best(String name) {
    return rows.stream()
        .filter(row -> row.name().equals(name))
        .max(Comparator.comparingDouble(Row::perSecond))
        .orElseThrow(() -> new IllegalArgumentException("nothing was measured for " + name));
  }

  /** The best rate of one case by the best of another; named "case/other". */
  public void ratio(String name, String other) {
    ratio(name + "/" + other, best(name).perSecond() / best(other).perSecond());
  }

  /** One that was made elsewhere. */
  public void ratio(String name, double value) {
    ratios.put(name, Math.round(value * 1000) / 1000.0);
  }

  public List<Row> rows() {
    return List.copyOf(rows);
  }

  public Map<String, Double> ratios() {
    return new LinkedHashMap<>(ratios);
  }
}
