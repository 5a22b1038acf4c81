package org.opentws.portal.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How the pages say times, states and names. */
@Named("words")
@ApplicationScoped
public class Words {
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final Set<String> GOOD =
      Set.of(
          "GOOD",
          "ACTIVE",
          "CERTIFIED",
          "EXECUTED",
          "INSYNC",
          "AGREES",
          "SUCCESS",
          "OK",
          "UP",
          "ACTIVATED");
  private static final Set<String> BAD =
      Set.of(
          "REVOKED",
          "REJECTED",
          "REFUSED",
          "FAILED",
          "FAILURE",
          "DESTROYED",
          "COMPROMISED",
          "OUT_OF_SYNC",
          "FALSETICKER",
          "SILENT",
          "DOWN");
  private static final Set<String> CALM = Set.of("EXPIRED", "WITHDRAWN", "INACTIVE", "OFFLINE");
  private static final Set<String> CAPITALS = Set.of("OCSP", "TLS", "CA", "TSP", "CRL", "NTP");
  private static final Pattern COMMON_NAME =
      Pattern.compile("(?:^|,)cn=((?:[^,\\\\]|\\\\.)*)", Pattern.CASE_INSENSITIVE);
  private static final int GROUP = 4;

  /** An instant, or an Optional of one, for people; empty if there is none. */
  public String utc(@Nullable Object time) {
    return instant(time).map(UTC::format).orElse("");
  }

  /** The same for machines: RFC 3339, whole seconds. */
  public String iso(@Nullable Object time) {
    return instant(time).map(at -> at.truncatedTo(ChronoUnit.SECONDS).toString()).orElse("");
  }

  private static Optional<Instant> instant(@Nullable Object time) {
    Object value = time instanceof Optional<?> optional ? optional.orElse(null) : time;
    return value instanceof Instant instant ? Optional.of(instant) : Optional.empty();
  }

  /** A name of an enum: "TIME_STAMP_SIGNING" becomes "Time stamp signing". */
  public String label(@Nullable Object name) {
    if (name == null) {
      return "";
    }
    if (name.toString().equals("INSYNC")) {
      return "Synchronised";
    }
    StringBuilder words = new StringBuilder();
    for (String word : name.toString().split("_", -1)) {
      String lower = CAPITALS.contains(word) ? word : word.toLowerCase(Locale.ROOT);
      words.append(words.isEmpty() ? "" : " ").append(lower);
    }
    return words.isEmpty() ? "" : Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  /** Which colour a state has; never the only sign of it. */
  public String tone(@Nullable Object state) {
    String name = String.valueOf(state);
    if (GOOD.contains(name)) {
      return "good";
    }
    if (BAD.contains(name)) {
      return "bad";
    }
    return CALM.contains(name) ? "calm" : "wait";
  }

  /** Hexadecimal digits in groups of four, for reading aloud and comparing (KM2.4). */
  public String grouped(@Nullable String hex) {
    return hex == null ? "" : hex.replaceAll("(.{" + GROUP + "})(?=.)", "$1 ");
  }

  /** The common name in a subject's name as text (RFC 4514); all of it if it has none. */
  public String commonName(String subject) {
    Matcher found = COMMON_NAME.matcher(subject);
    return found.find() ? found.group(1).replaceAll("\\\\(.)", "$1") : subject;
  }

  /** A subject's name as text (RFC 4514) with room to break lines between its parts. */
  public String name(String subject) {
    return subject.replaceAll("(?<!\\\\),(?! )", ", ");
  }

  /** The attribute's name in a certificate, for people: "givenName" becomes "Given name". */
  public String attribute(String name) {
    String spaced = name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    return Character.toUpperCase(spaced.charAt(0)) + spaced.substring(1);
  }
}
