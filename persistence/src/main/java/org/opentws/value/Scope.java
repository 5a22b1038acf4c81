package org.opentws.value;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What somebody works for (SA1.1). Whatever is outside does not exist for them.
 *
 * @param cas ids of CAs; empty if there is no limit to CAs
 * @param registrationAuthorities their names; empty if there is no limit to them
 */
public record Scope(Optional<Set<String>> cas, Optional<Set<String>> registrationAuthorities) {
  /** No limit at all. */
  public static final Scope EVERYTHING = new Scope(Optional.empty(), Optional.empty());

  /** Covers nothing. */
  public static final Scope NOTHING = new Scope(Optional.of(Set.of()), Optional.of(Set.of()));

  public Scope {
    cas = cas.map(Set::copyOf);
    registrationAuthorities = registrationAuthorities.map(Set::copyOf);
  }

  public boolean isEverything() {
    return equals(EVERYTHING);
  }

  /** Whether it reaches into this CA at all. */
  public boolean coversCa(String ca) {
    return cas.map(named -> named.contains(ca)).orElse(true);
  }

  /** Whether it reaches into this registration authority at all. */
  public boolean coversAuthority(String authority) {
    return registrationAuthorities.map(named -> named.contains(authority)).orElse(true);
  }

  /**
   * Whether it covers what belongs to both.
   *
   * @param authority empty for what no registration authority has to do with, for example the
   *     certificate of an infrastructure key
   */
  public boolean covers(String ca, Optional<String> authority) {
    return coversCa(ca)
        && (registrationAuthorities.isEmpty()
            || authority.filter(this::coversAuthority).isPresent());
  }

  /** For the audit log and for seals: always the same text for the same scope. */
  public String text() {
    return Stream.concat(text("ca:", cas), text("ra:", registrationAuthorities))
        .collect(Collectors.joining(" "));
  }

  private static Stream<String> text(String kind, Optional<Set<String>> names) {
    return names.stream().flatMap(named -> new TreeSet<>(named).stream()).map(kind::concat);
  }
}
