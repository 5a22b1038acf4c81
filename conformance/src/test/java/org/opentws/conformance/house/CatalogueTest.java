package org.opentws.conformance.house;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Atom;
import org.opentws.conformance.Carrier;
import org.opentws.conformance.RequirementCatalogue;

/** Every atom of the standard is there and says in a sentence of its own what it means. */
@Tag("house")
class CatalogueTest {
  private static final int WORDS_MIN = 4;
  private static final Set<String> LEVELS =
      Set.of("SHALL", "SHALL NOT", "SHOULD", "SHOULD NOT", "RECOMMENDED", "MAY", "STATEMENT");

  private final RequirementCatalogue catalogue = RequirementCatalogue.load();

  private Stream<Atom> atoms() {
    return StreamSupport.stream(catalogue.inOrder().spliterator(), false);
  }

  private void none(Predicate<Atom> fault) {
    assertEquals(List.of(), atoms().filter(fault).map(Atom::id).toList());
  }

  @Test
  void catalogueIsWhole() {
    assertEquals(384, atoms().count());
    none(atom -> !LEVELS.contains(atom.level()));
    none(atom -> atom.clause().isBlank() || atom.service().isBlank());
  }

  @Test
  void everyMeaningIsASentence() {
    none(atom -> atom.meaning().split(" ").length < WORDS_MIN);
    none(atom -> !atom.meaning().endsWith("."));
    none(atom -> !Character.isUpperCase(atom.meaning().charAt(0)));
    none(atom -> atom.meaning().contains(atom.id() + " ") || atom.meaning().equals(atom.id()));
  }

  @Test
  void noTwoAtomsMeanTheSame() {
    Set<String> seen = new HashSet<>();
    none(atom -> !seen.add(atom.meaning()));
  }

  @Test
  void buildingsAreTheOperatorsAlone() {
    none(atom -> atom.clause().startsWith("A.") && atom.carriedBy() != Carrier.ORGANISATION);
    Map<Carrier, Integer> carried = new HashMap<>();
    atoms().forEach(atom -> carried.merge(atom.carriedBy(), 1, Integer::sum));
    assertEquals(
        Map.of(
            Carrier.SOFTWARE, 282,
            Carrier.DEPLOYMENT, 42,
            Carrier.SHARED, 17,
            Carrier.ORGANISATION, 43),
        carried);
  }
}
