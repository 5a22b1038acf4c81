package org.opentws.keymanagement.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What one version of the catalogue says otherwise than another one, in words. */
public final class CatalogueChange {
  private CatalogueChange() {}

  /** One sentence for each difference; empty if both allow the same. */
  public static List<String> words(AlgorithmCatalogue before, AlgorithmCatalogue after) {
    Map<String, String> old = before.lines();
    Map<String, String> now = after.lines();
    List<String> words = new ArrayList<>();
    old.forEach(
        (what, period) -> {
          if (!now.containsKey(what)) {
            words.add("%s is removed (was %s)".formatted(what, period));
          } else if (!period.equals(now.get(what))) {
            words.add("%s: %s instead of %s".formatted(what, now.get(what), period));
          }
        });
    now.forEach(
        (what, period) -> {
          if (!old.containsKey(what)) {
            words.add("%s is added, %s".formatted(what, period));
          }
        });
    return words;
  }
}
