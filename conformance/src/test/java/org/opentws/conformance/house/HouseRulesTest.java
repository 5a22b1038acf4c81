package org.opentws.conformance.house;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@Tag("house")
class HouseRulesTest {
  private static JavaClasses house;

  @BeforeAll
  static void readTheHouse() {
    house = ModuleClasses.all();
  }

  @Test
  void rulesLookAtARealHouse() {
    assertTrue(house.size() > 100, "only " + house.size() + " classes found: build first");
  }

  @TestFactory
  Stream<DynamicTest> everyRuleHolds() {
    return HouseRules.all().stream()
        .map(
            (ArchRule rule) ->
                DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(house)));
  }
}
