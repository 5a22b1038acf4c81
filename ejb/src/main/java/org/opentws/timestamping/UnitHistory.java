package org.opentws.timestamping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.opentws.timestamping.store.UnitVersion;

/**
 * All that units ever were: what is offered now, and what a new definition must not contradict.
 *
 * @param first the unit of the configuration
 * @param versions every version, oldest first
 */
record UnitHistory(TimeStampingUnit first, List<UnitVersion> versions) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<TreeMap<String, String>> PARAMETERS = new TypeReference<>() {};

  UnitHistory {
    versions = List.copyOf(versions);
  }

  /** What is offered, by id, the configuration's unit first. */
  Map<String, TimeStampingUnit> offered() {
    Map<String, TimeStampingUnit> offered = new LinkedHashMap<>();
    offered.put(first.id(), first);
    for (UnitVersion version : versions) {
      if (version.offered()) {
        offered.put(version.unit(), read(version));
      } else {
        offered.remove(version.unit());
      }
    }
    return offered;
  }

  int nextVersion(String unit) {
    return 1
        + versions.stream()
            .filter(version -> version.unit().equals(unit))
            .mapToInt(UnitVersion::version)
            .max()
            .orElse(0);
  }

  /**
   * Why the definition contradicts what was; empty if it may be (EIDAS 42, EN 319 421: a qualified
   * unit issues nothing else, and its name and address never belong to another kind of unit).
   */
  Optional<String> objection(TimeStampingUnit unit) {
    for (UnitVersion version : versions) {
      TimeStampingUnit earlier = read(version);
      Optional<String> objection = objection(unit, earlier);
      if (objection.isPresent()) {
        return objection;
      }
    }
    return objection(unit, first);
  }

  private static Optional<String> objection(TimeStampingUnit unit, TimeStampingUnit earlier) {
    if (unit.qualified() == earlier.qualified()) {
      return Optional.empty();
    }
    if (unit.id().equals(earlier.id())) {
      return Optional.of(
          "name and address of '%s' belong to a unit that is %s"
              .formatted(unit.id(), earlier.qualified() ? "qualified" : "not qualified"));
    }
    if (unit.policy().equals(earlier.policy())) {
      return Optional.of(
          "policy %s is that of unit '%s', which is %s"
              .formatted(
                  unit.policy(),
                  earlier.id(),
                  earlier.qualified() ? "qualified" : "not qualified"));
    }
    return Optional.empty();
  }

  static TimeStampingUnit read(UnitVersion version) {
    try {
      return TimeStampingUnit.of(JSON.readValue(version.definition(), PARAMETERS));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("version " + version.version() + " of a unit is broken", e);
    }
  }

  static String write(TimeStampingUnit unit) {
    try {
      return JSON.writeValueAsString(unit.parameters());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a unit cannot be written", e);
    }
  }
}
