package org.opentws.conformance.house;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** A rule that cannot fail protects nothing: each is shown a class that breaks it. */
@Tag("house")
class PlantedViolationsTest {
  private static final JavaClasses PLANTED =
      new ClassFileImporter()
          .importLocations(
              Set.of(Location.of(Path.of("target/test-classes/org/opentws").toAbsolutePath())))
          .that(
              com.tngtech.archunit.base.DescribedPredicate.describe(
                  "planted", type -> type.getPackageName().endsWith(".planted")));

  static final List<Arguments> VIOLATIONS =
      List.of(
          Arguments.of(HouseRules.NO_CYCLES, "planted.PlantedManagement"),
          Arguments.of(HouseRules.GENERAL_FUNCTIONS_KNOW_NO_SERVICE, "AuditKnowsRegistration"),
          Arguments.of(HouseRules.TIME_STAMPING_STANDS_ALONE, "StampsByAskingRegistration"),
          Arguments.of(HouseRules.STATUS_NEVER_DEPENDS_ON_MANAGEMENT, "StatusAsksManagement"),
          Arguments.of(HouseRules.ONLY_STORES_TOUCH_THE_DATABASE, "ServiceWithSql"),
          Arguments.of(HouseRules.PRIVATE_KEYS_BEHIND_ONE_DOOR, "ServiceWithPrivateKey"),
          Arguments.of(HouseRules.ONE_CLOCK_AND_ONE_SOURCE_OF_RANDOMNESS, "ServiceWithOwnClock"),
          Arguments.of(
              HouseRules.ONE_CLOCK_AND_ONE_SOURCE_OF_RANDOMNESS, "ServiceWithOwnRandomness"),
          Arguments.of(HouseRules.SESSION_BEAN_METHODS_NAME_THEIR_ROLES, "BeanThatNamesNoRole"),
          Arguments.of(HouseRules.WEB_SHOWS_RECORDS, "PageWithEntity"),
          Arguments.of(HouseRules.WEB_HOLDS_NO_CRYPTOGRAPHY, "PageThatSigns"),
          Arguments.of(HouseRules.ENTITIES_LIVE_IN_STORES, "PlantedEntity"));

  @ParameterizedTest
  @FieldSource("VIOLATIONS")
  void ruleNamesThePlantedClass(ArchRule rule, String planted) {
    EvaluationResult result = rule.evaluate(PLANTED);
    assertTrue(
        result.getFailureReport().getDetails().stream().anyMatch(line -> line.contains(planted)),
        () -> "not found: " + planted + " in " + result.getFailureReport());
  }
}
