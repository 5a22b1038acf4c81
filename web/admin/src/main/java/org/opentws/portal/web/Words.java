package org.opentws.portal.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How the pages say times, states and names. */
@Named("words")
@ApplicationScoped
public class Words {
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
          "DISABLED",
          "COMPROMISED",
          "OUT_OF_SYNC",
          "FALSETICKER",
          "SILENT",
          "DOWN");
  private static final Set<String> CALM = Set.of("EXPIRED", "WITHDRAWN", "INACTIVE", "OFFLINE");
  private static final Pattern COMMON_NAME =
      Pattern.compile("(?:^|,)cn=((?:[^,\\\\]|\\\\.)*)", Pattern.CASE_INSENSITIVE);
  private static final int GROUP = 4;

  @Inject private LanguageBean language;

  private final Map<Locale, DateTimeFormatter> utcForms = new ConcurrentHashMap<>();

  /** An instant, or an Optional of one, for people; empty if there is none. */
  public String utc(@Nullable Object time) {
    return instant(time).map(utcForm()::format).orElse("");
  }

  /** The month in words: no order of figures can be misread. */
  private DateTimeFormatter utcForm() {
    return utcForms.computeIfAbsent(
        language.getLocale(),
        spoken ->
            DateTimeFormatter.ofPattern(Messages.text(spoken, "time.pattern"), spoken)
                .withZone(ZoneOffset.UTC));
  }

  /** The same for machines: RFC 3339, whole seconds. */
  public String iso(@Nullable Object time) {
    return instant(time).map(at -> at.truncatedTo(ChronoUnit.SECONDS).toString()).orElse("");
  }

  private static Optional<Instant> instant(@Nullable Object time) {
    Object value = time instanceof Optional<?> optional ? optional.orElse(null) : time;
    return value instanceof Instant instant ? Optional.of(instant) : Optional.empty();
  }

  /** The words of a key, with what is filled in. */
  public String say(String key, Object... values) {
    return Messages.text(language.getLocale(), key, values);
  }

  /** A name of one of the system's own values, an enum or its name, in words. */
  public String label(@Nullable Object name) {
    String text = name == null ? "" : name.toString();
    return text.isEmpty() ? "" : word("name", text);
  }

  /** A name of a family of names ("attribute", "evidence", "part", "reason") in words. */
  public String attribute(String family, String name) {
    return word(family, name);
  }

  /** A reason of RFC 5280 in words, and as the standard names it; empty if there is none. */
  public String reason(String name) {
    return name.isEmpty() ? "" : choice("reason", name);
  }

  /** A value that can be chosen, in words and as it will stand in the record. */
  public String choice(String parameter, String value) {
    if (parameter.equals("backup")) {
      return say(value.equals("yes") ? "choice.yes" : "choice.no");
    }
    return Messages.find(language.getLocale(), "name." + value)
        .or(() -> Messages.find(language.getLocale(), "reason." + value))
        .map(words -> say("choice.named", words, value))
        .orElse(value);
  }

  /** Names come from outside, too: those that the bundles do not have are spelled out. */
  private String word(String family, String name) {
    return Messages.find(language.getLocale(), family + "." + name).orElseGet(() -> spelled(name));
  }

  /** "NEW_STATE" and "newState" become "New state". */
  private static String spelled(String name) {
    String words =
        name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").replace('_', ' ').toLowerCase(Locale.ROOT);
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  /** A figure with the decimal sign of the language, never grouped: 1.234 is not 1,234. */
  public String decimal(double value, int digitsMin, int digitsMax) {
    NumberFormat form = NumberFormat.getNumberInstance(language.getLocale());
    form.setGroupingUsed(false);
    form.setMinimumFractionDigits(digitsMin);
    form.setMaximumFractionDigits(digitsMax);
    return form.format(value);
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
}
