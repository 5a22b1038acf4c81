package org.opentws.authentication;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.opentws.authentication.store.ChallengeRepository;
import org.opentws.value.Der;

/** Challenges in memory. */
final class HeldChallenges extends ChallengeRepository {
  private final Map<String, Held> held = new HashMap<>();

  private record Held(Der nonce, Instant expiresAt) {}

  @Override
  public void put(String account, String purpose, Der nonce, Instant expiresAt) {
    held.put(account + purpose, new Held(nonce, expiresAt));
  }

  @Override
  public Optional<Der> take(String account, String purpose, Instant now) {
    return Optional.ofNullable(held.remove(account + purpose))
        .filter(challenge -> challenge.expiresAt().isAfter(now))
        .map(Held::nonce);
  }

  @Override
  public void removeExpired(Instant now) {
    held.values().removeIf(challenge -> !challenge.expiresAt().isAfter(now));
  }
}
