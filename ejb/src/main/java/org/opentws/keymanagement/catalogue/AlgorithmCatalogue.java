package org.opentws.keymanagement.catalogue;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One version of the catalogue of algorithms (KM1.5, ETSI TS 119 312), and the one judge of them.
 * Never changes: where it is used much, it is swapped for the next one as a whole.
 */
public final class AlgorithmCatalogue {
  private final int version;
  private final LocalDate date;
  private final String source;
  private final Map<KeyKind, Map<KeyHolder, Period>> keys;
  private final Map<String, Period> hashes;

  AlgorithmCatalogue(
      int version,
      LocalDate date,
      String source,
      Map<KeyKind, Map<KeyHolder, Period>> keys,
      Map<String, Period> hashes) {
    this.version = version;
    this.date = date;
    this.source = source;
    this.keys = Map.copyOf(keys);
    this.hashes = Map.copyOf(hashes);
  }

  public int version() {
    return version;
  }

  public LocalDate date() {
    return date;
  }

  public String source() {
    return source;
  }

  /** Everything that it allows, for people and for comparing: what, and how long. */
  Map<String, String> lines() {
    Map<String, String> lines = new TreeMap<>();
    keys.forEach(
        (kind, holders) ->
            holders.forEach(
                (holder, period) ->
                    lines.put(kind.name() + " for " + holder.words(), period.words())));
    hashes.forEach((hash, period) -> lines.put(hash, period.words()));
    return lines;
  }

  /** Last days of use, for counting what lives longer. */
  public List<Instant> ends() {
    return keys.values().stream()
        .flatMap(holders -> holders.values().stream())
        .map(Period::end)
        .filter(end -> !end.equals(Instant.MAX))
        .distinct()
        .sorted()
        .toList();
  }

  private Optional<Period> period(String algorithm, KeyHolder holder) {
    return keys.entrySet().stream()
        .filter(entry -> entry.getKey().has(algorithm))
        .findFirst()
        .flatMap(entry -> Optional.ofNullable(entry.getValue().get(holder)));
  }

  /**
   * The first moment at which such a key must not be used any more.
   *
   * @param algorithm for example "EC:secp384r1" or "RSA:3072"
   * @return {@link Instant#MAX} if no end is known, {@link Instant#MIN} if it is not in the
   *     catalogue
   */
  public Instant end(String algorithm, KeyHolder holder) {
    return period(algorithm, holder).map(Period::end).orElse(Instant.MIN);
  }

  /** The same for a hash, for example "SHA-256". */
  public Instant hashEnd(String hash) {
    return Optional.ofNullable(hashes.get(hash)).map(Period::end).orElse(Instant.MIN);
  }

  /**
   * The same for signatures of the TSP with such a key.
   *
   * @param signatureAlgorithm as Java names it
   */
  public Instant signatureEnd(String algorithm, String signatureAlgorithm) {
    Instant key = end(algorithm, KeyHolder.TSP);
    Instant hash = hashEnd(AlgorithmNames.ofHashIn(signatureAlgorithm));
    return key.isBefore(hash) ? key : hash;
  }

  /** Whether such a key may be made now, for however short a time. */
  public boolean allowsNew(String algorithm, KeyHolder holder, Instant now) {
    return objectionToNew(algorithm, holder, now, now).isEmpty();
  }

  /**
   * Why no such key may be made, or certified until then (KM1.5, R1.3); empty if it may.
   *
   * @param end last moment of its certificate's life
   */
  public Optional<String> objectionToNew(
      String algorithm, KeyHolder holder, Instant now, Instant end) {
    Optional<Period> period = period(algorithm, holder);
    if (period.isEmpty()) {
      return Optional.of(missing(algorithm, holder));
    }
    if (!now.isBefore(period.get().newEnd())) {
      return Optional.of(
          "%s is allowed for new %s until %s only (%s)"
              .formatted(algorithm, holder.words(), lastDay(period.get().newEnd()), reference()));
    }
    if (!end.isBefore(period.get().end())) {
      return Optional.of(
          "%s is good for %s until %s only (%s), and the certificate would live until %s"
              .formatted(
                  algorithm, holder.words(), lastDay(period.get().end()), reference(), day(end)));
    }
    return Optional.empty();
  }

  /**
   * Why such a key is not good so long; empty if it is.
   *
   * @param last moment of its use
   */
  public Optional<String> objectionToUse(String algorithm, KeyHolder holder, Instant last) {
    Instant end = end(algorithm, holder);
    if (end.equals(Instant.MIN)) {
      return Optional.of(missing(algorithm, holder));
    }
    return last.isBefore(end)
        ? Optional.empty()
        : Optional.of(
            "%s is good for %s until %s only (%s)"
                .formatted(algorithm, holder.words(), lastDay(end), reference()));
  }

  /**
   * Why a signature with this hash is not good for so long; empty if it is.
   *
   * @param hash empty for a signature algorithm that is not known here at all
   */
  public Optional<String> hashObjection(Optional<String> hash, Instant end) {
    if (hash.isEmpty() || hashEnd(hash.get()).equals(Instant.MIN)) {
      return Optional.of(
          "%s is not in the %s".formatted(hash.orElse("that signature algorithm"), reference()));
    }
    return end.isBefore(hashEnd(hash.get()))
        ? Optional.empty()
        : Optional.of(
            "%s is good until %s only (%s)"
                .formatted(hash.get(), lastDay(hashEnd(hash.get())), reference()));
  }

  private String missing(String algorithm, KeyHolder holder) {
    List<String> known = new ArrayList<>();
    keys.forEach(
        (kind, holders) -> {
          if (holders.containsKey(holder)) {
            known.add(kind.name());
          }
        });
    known.sort(String::compareTo);
    return "'%s' is not in the %s, which has for %s: %s"
        .formatted(
            algorithm.length() > 40 ? algorithm.substring(0, 40) : algorithm,
            reference(),
            holder.words(),
            String.join(", ", known));
  }

  /** "algorithm catalogue, version 3 of 2026-11-29". */
  public String reference() {
    return "algorithm catalogue, version %d of %s".formatted(version, date);
  }

  /** The last day before an end. */
  public static LocalDate lastDay(Instant end) {
    return day(end.minusNanos(1));
  }

  private static LocalDate day(Instant time) {
    return LocalDate.ofInstant(time, ZoneOffset.UTC);
  }
}
