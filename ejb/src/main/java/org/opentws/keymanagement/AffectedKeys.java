package org.opentws.keymanagement;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.opentws.keymanagement.catalogue.AlgorithmCatalogue;
import org.opentws.keymanagement.catalogue.KeyHolder;
import org.opentws.keymanagement.store.KeyCertificate;
import org.opentws.keymanagement.store.KeyClass;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.keymanagement.store.SigningKey;

/**
 * Whom a catalogue concerns: keys and certificates that live longer than their algorithm (KM4.3).
 */
final class AffectedKeys {
  /** Keys that sign nothing more, whatever the catalogue says. */
  private static final Set<KeyState> GONE = EnumSet.of(KeyState.DESTROYED, KeyState.COMPROMISED);

  private final AlgorithmCatalogue catalogue;
  private final Instant now;

  AffectedKeys(AlgorithmCatalogue catalogue, Instant now) {
    this.catalogue = catalogue;
    this.now = now;
  }

  /** Those of the register, in words, one line each. */
  List<String> among(List<SigningKey> keys) {
    List<String> affected = new ArrayList<>();
    for (SigningKey key : keys) {
      if (!GONE.contains(key.state()) && isAffected(key)) {
        affected.add(words(key));
      }
    }
    return affected;
  }

  /** Infrastructure keys in use that would stop before a time: without them nobody could go on. */
  List<String> infrastructureStoppedBefore(Instant limit, List<SigningKey> keys) {
    return keys.stream()
        .filter(key -> key.state() == KeyState.ACTIVE)
        .filter(key -> key.purpose().keyClass() == KeyClass.INFRASTRUCTURE)
        .filter(key -> end(key).isBefore(limit))
        .map(AffectedKeys::words)
        .toList();
  }

  private boolean isAffected(SigningKey key) {
    Optional<Instant> notAfter = key.certificate().map(AffectedKeys::notAfter);
    return notAfter
        .map(end -> !end.isBefore(end(key)))
        .orElseGet(() -> !catalogue.allowsNew(key.algorithm(), KeyHolder.TSP, now));
  }

  private Instant end(SigningKey key) {
    return KeyAlgorithm.find(key.algorithm())
        .map(algorithm -> algorithm.end(catalogue))
        .orElse(Instant.MIN);
  }

  private static Instant notAfter(KeyCertificate bound) {
    return KeyCertificateReader.parse(bound.certificate()).getNotAfter().toInstant();
  }

  private static String words(SigningKey key) {
    return "%s key %s of '%s' (%s, %s%s)"
        .formatted(
            key.purpose(),
            key.keyId(),
            key.owner(),
            key.algorithm(),
            key.state(),
            key.certificate()
                .map(bound -> ", certificate until " + notAfter(bound))
                .orElse(", no certificate"));
  }

  /** How many certificates live longer than the algorithm of their keys. */
  long certificates(CertificateCensus census) {
    Map<Instant, Map<String, Long>> counts = new HashMap<>();
    long affected = 0;
    for (String algorithm : census.endingAfter(now).keySet()) {
      Instant end = catalogue.end(algorithm, KeyHolder.SUBJECT);
      if (!end.equals(Instant.MAX)) {
        Instant from = end.isBefore(now) ? now : end;
        affected += counts.computeIfAbsent(from, census::endingAfter).getOrDefault(algorithm, 0L);
      }
    }
    return affected;
  }
}
