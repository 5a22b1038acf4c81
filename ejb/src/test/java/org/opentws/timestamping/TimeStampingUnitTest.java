package org.opentws.timestamping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.opentws.error.RequestRefused;
import org.opentws.timestamping.store.UnitVersion;

class TimeStampingUnitTest {
  private static final TimeStampingUnit FIRST =
      TimeStampingUnit.of(
          Map.of("unit", "tsu-1", "policy", "0.4.0.2023.1.1", "accuracyMillis", "500"));

  private static TimeStampingUnit unit(String id, String policy, String qualified) {
    return TimeStampingUnit.of(Map.of("unit", id, "policy", policy, "qualified", qualified));
  }

  private static void refused(Map<String, String> parameters) {
    assertThrows(RequestRefused.class, () -> TimeStampingUnit.of(parameters), "" + parameters);
  }

  @Test
  void unitWithoutPolicyIsRefused() {
    refused(Map.of("unit", "tsu-2"));
    refused(Map.of("unit", "tsu-2", "policy", "best practices"));
  }

  @Test
  void resolutionAndToleranceFitIntoTheAccuracyOrTheUnitIsRefused() {
    Map<String, String> fits =
        Map.of("unit", "a", "policy", "2.999", "accuracyMillis", "100", "toleranceMillis", "99");
    assertEquals(Duration.ofMillis(99), TimeStampingUnit.of(fits).tolerance());
    refused(
        Map.of("unit", "a", "policy", "2.999", "accuracyMillis", "100", "toleranceMillis", "100"));
    refused(Map.of("unit", "a", "policy", "2.999", "accuracyMillis", "1"));
    refused(Map.of("unit", "a", "policy", "2.999", "accuracyMillis", "0"));
    refused(Map.of("unit", "a", "policy", "2.999", "toleranceMillis", "1000"));
  }

  @Test
  void unknownParameterAndPromiseOfOrderAreRefused() {
    refused(Map.of("unit", "a", "policy", "2.999", "accuracy", "1"));
    refused(Map.of("unit", "a", "policy", "2.999", "ordering", "yes"));
    refused(Map.of("unit", "../a", "policy", "2.999"));
    refused(Map.of("unit", "a", "policy", "2.999", "clients", "everyone"));
  }

  @Test
  void definitionComesBackAsItWasStored() {
    TimeStampingUnit unit = unit("tsu-q", "2.999.1", "yes");
    UnitHistory history = new UnitHistory(FIRST, List.of(version(unit, 1, true)));
    assertEquals(unit, history.offered().get("tsu-q"));
    assertEquals(2, history.nextVersion("tsu-q"));
    assertEquals(1, history.nextVersion("tsu-1"));
  }

  @Test
  void qualifiedAndOtherUnitsShareNeitherNameNorPolicy() {
    TimeStampingUnit qualified = unit("tsu-q", "2.999.1", "yes");
    UnitHistory history =
        new UnitHistory(FIRST, List.of(version(qualified, 1, true), version(qualified, 2, false)));
    assertTrue(history.objection(unit("tsu-q", "2.999.2", "no")).isPresent());
    assertTrue(history.objection(unit("tsu-2", "2.999.1", "no")).isPresent());
    assertTrue(history.objection(unit("tsu-1", "2.999.3", "yes")).isPresent());
    assertTrue(history.objection(unit("tsu-3", "0.4.0.2023.1.1", "yes")).isPresent());
    assertEquals(Optional.empty(), history.objection(unit("tsu-q", "2.999.4", "yes")));
    assertEquals(Optional.empty(), history.objection(unit("tsu-2", "2.999.2", "no")));
  }

  @Test
  void withdrawnUnitIsNotOffered() {
    TimeStampingUnit unit = unit("tsu-2", "2.999.2", "no");
    UnitHistory history =
        new UnitHistory(FIRST, List.of(version(unit, 1, true), version(unit, 2, false)));
    assertEquals(List.of("tsu-1"), List.copyOf(history.offered().keySet()));
  }

  private static UnitVersion version(TimeStampingUnit unit, int number, boolean offered) {
    return new UnitVersion(
        unit.id(), number, UnitHistory.write(unit), offered, "a", "b", TestUnit.NOW);
  }
}
