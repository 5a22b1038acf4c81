package org.opentws.authentication;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.opentws.access.SealedText;
import org.opentws.authentication.store.ChallengeRepository;
import org.opentws.random.Randomness;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;
import org.opentws.value.Sha256;

/**
 * Challenges for authenticators, each derived from exactly what is decided and from a random value:
 * an answer to one is an answer to no other, and to each only once.
 */
@ApplicationScoped
public class FactorChallenges {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int NONCE_OCTETS = 32;

  @Inject ChallengeRepository challenges;
  @Inject Randomness randomness;
  @Inject TrustedTime time;

  /** What the authenticator is to sign for this decision of the account. */
  Der issue(String account, SealedText decided) {
    Der nonce = Der.of(randomness.octets(NONCE_OCTETS));
    Instant now = time.now();
    // What nobody answered goes when the next one is asked.
    challenges.removeExpired(now);
    challenges.put(account, decided.hash(), nonce, now.plus(PATIENCE));
    return challenge(nonce, decided);
  }

  /** One that is for nobody. */
  Der idle() {
    return Der.of(randomness.octets(NONCE_OCTETS));
  }

  /** The same, once more and for the last time; empty if none waits. */
  Optional<Der> take(String account, SealedText decided) {
    return challenges
        .take(account, decided.hash(), time.now())
        .map(nonce -> challenge(nonce, decided));
  }

  private static Der challenge(Der nonce, SealedText decided) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(nonce.octets());
    both.writeBytes(decided.octets());
    return Der.of(Sha256.of(both.toByteArray()));
  }
}
