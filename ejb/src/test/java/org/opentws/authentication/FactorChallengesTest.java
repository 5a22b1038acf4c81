package org.opentws.authentication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentws.access.SealedText;
import org.opentws.random.Randomness;
import org.opentws.value.Der;

class FactorChallengesTest {
  private static final SealedText ONE = SealedText.of("decision", List.of("one"));
  private static final SealedText OTHER = SealedText.of("decision", List.of("other"));

  private final Fakes.Time time = new Fakes.Time();
  private final FactorChallenges challenges = new FactorChallenges();

  @BeforeEach
  void set() {
    challenges.challenges = new HeldChallenges();
    challenges.randomness = new Randomness();
    challenges.time = time;
  }

  @Test
  void whatWasAskedIsTakenOnce() {
    Der asked = challenges.issue("alice", ONE);

    assertEquals(Optional.of(asked), challenges.take("alice", ONE));
    assertEquals(Optional.empty(), challenges.take("alice", ONE));
  }

  @Test
  void eachAccountAndDecisionHasItsOwnAndTheNewestCounts() {
    Der older = challenges.issue("alice", ONE);
    Der newer = challenges.issue("alice", ONE);

    assertNotEquals(older, newer);
    assertEquals(Optional.empty(), challenges.take("bob", ONE));
    assertEquals(Optional.empty(), challenges.take("alice", OTHER));
    assertEquals(Optional.of(newer), challenges.take("alice", ONE));
  }

  @Test
  void nobodyAnswersAfterTwoMinutes() {
    challenges.issue("alice", ONE);
    time.now = time.now.plus(Duration.ofMinutes(2));

    assertEquals(Optional.empty(), challenges.take("alice", ONE));
  }
}
