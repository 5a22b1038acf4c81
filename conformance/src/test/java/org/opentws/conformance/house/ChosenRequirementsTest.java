package org.opentws.conformance.house;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.ChosenRequirements;

/** What {@code ./tws conformance ID} takes of the classes of checks that there are. */
@Tag("house")
class ChosenRequirementsTest {
  private static Stream<Method> checks(String type) throws ClassNotFoundException {
    Class<?> loaded =
        Class.forName(
            "org.opentws.conformance.blackbox." + type,
            false,
            ChosenRequirementsTest.class.getClassLoader());
    return Arrays.stream(loaded.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(Test.class));
  }

  private static List<String> taken(String id, String type) throws ClassNotFoundException {
    ChosenRequirements chosen = new ChosenRequirements(Set.of(id));
    return checks(type).filter(chosen::takes).map(Method::getName).sorted().toList();
  }

  private static List<String> all(String type) throws ClassNotFoundException {
    return checks(type).map(Method::getName).sorted().toList();
  }

  @Test
  void onlyTheChecksOfTheChosenRequirementsAreTaken() throws ClassNotFoundException {
    assertEquals(
        List.of("rootWhoseNamesAreTheSameIsShownToTheOfficers"), taken("KM2.4a", "CaReplyTest"));
    assertEquals(2, taken("KM2.4b", "CaReplyTest").size());
    assertEquals(List.of(), taken("TS3.4", "CaReplyTest"));
  }

  /** Its later steps stand on the earlier ones, whatever requirement those prove. */
  @Test
  void storyInOrderedStepsIsTakenWholeOrNotAtAll() throws ClassNotFoundException {
    assertEquals(all("PortalAuthenticatorTest"), taken("KM1.3", "PortalAuthenticatorTest"));
    assertEquals(List.of(), taken("TS3.4", "PortalAuthenticatorTest"));
  }
}
