package org.opentws.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.opentws.access.store.User;
import org.opentws.certificategeneration.store.ScopeCondition;

class ScopeTest {
  private static final Scope ISSUING = new Scope(Optional.of(Set.of("issuing")), Optional.empty());
  private static final Scope BRANCH =
      new Scope(Optional.of(Set.of("issuing", "second")), Optional.of(Set.of("branch")));

  @Test
  void limitToCasCoversTheirsOfEveryAuthority() {
    assertTrue(ISSUING.coversCa("issuing"));
    assertTrue(ISSUING.covers("issuing", Optional.of("main")));
    assertTrue(ISSUING.covers("issuing", Optional.empty()));
    assertFalse(ISSUING.coversCa("management"));
    assertFalse(ISSUING.covers("management", Optional.of("main")));
  }

  @Test
  void limitToAuthoritiesCoversNothingThatBelongsToNone() {
    assertTrue(BRANCH.covers("second", Optional.of("branch")));
    assertFalse(BRANCH.covers("second", Optional.of("main")));
    assertFalse(BRANCH.covers("second", Optional.empty()));
    assertFalse(BRANCH.covers("other", Optional.of("branch")));
  }

  @Test
  void everythingAndNothingAreWhatTheySay() {
    assertTrue(Scope.EVERYTHING.covers("any", Optional.empty()));
    assertTrue(Scope.EVERYTHING.isEverything());
    assertFalse(Scope.NOTHING.coversCa("any"));
    assertFalse(Scope.NOTHING.covers("any", Optional.of("any")));
    assertEquals("", Scope.EVERYTHING.text());
    assertEquals("ca:issuing ca:second ra:branch", BRANCH.text());
  }

  @Test
  void conditionOfAStatementHasOneValueForEachQuestionMark() {
    assertEquals("", ScopeCondition.onHex(Scope.EVERYTHING, "t").sql());
    for (Scope scope : Set.of(ISSUING, BRANCH)) {
      ScopeCondition condition = ScopeCondition.onOctets(scope, "t");
      assertEquals(
          condition.values().size(), condition.sql().chars().filter(c -> c == '?').count());
    }
    assertEquals(" and t.issuer in (?)", ScopeCondition.onHex(ISSUING, "t").sql());
    assertTrue(ScopeCondition.onHex(Scope.NOTHING, "t").sql().startsWith(" and false"));
  }

  @Test
  void accountKeepsItsLimitsAndTellsThemToTheLog() {
    User user = new User("officer", "person", "hash", Instant.EPOCH);
    assertEquals(Scope.EVERYTHING, user.scope());
    user.changeScope(BRANCH, Instant.EPOCH);
    assertEquals(BRANCH, user.scope());
    assertEquals(BRANCH.text(), user.holdings());
    user.changeScope(Scope.EVERYTHING, Instant.EPOCH);
    assertEquals(Scope.EVERYTHING, user.scope());
    // Without rows it would be no limit.
    assertThrows(
        IllegalArgumentException.class, () -> user.changeScope(Scope.NOTHING, Instant.EPOCH));
  }
}
