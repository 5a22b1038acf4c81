package org.opentws.keymanagement.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads the document of a catalogue: whole and understood to the last word, or not at all. */
public final class CatalogueDocument {
  /** More is not a catalogue. */
  public static final int CHARACTERS_MAX = 32_768;

  /** The value of a date when no end is known. */
  private static final String OPEN = "open";

  private static final int SOURCE_CHARACTERS_MAX = 500;
  private static final Set<String> FIELDS = Set.of("version", "date", "source", "keys", "hashes");
  private static final Set<String> PERIOD = Set.of("newUntil", "until");

  /** Hashes that some service here can compute; no catalogue brings SHA-1 back. */
  private static final Set<String> HASHES =
      Set.of("SHA-256", "SHA-384", "SHA-512", "SHA3-256", "SHA3-384", "SHA3-512", "SHAKE256");

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private CatalogueDocument() {}

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException with what is wrong, in a sentence
   */
  public static AlgorithmCatalogue parse(String text) {
    if (text.length() > CHARACTERS_MAX) {
      throw new IllegalArgumentException(
          "a catalogue has at most " + CHARACTERS_MAX + " characters");
    }
    JsonNode root = read(text);
    requireFields("the catalogue", root, FIELDS, FIELDS);
    JsonNode version = root.get("version");
    if (!version.canConvertToInt() || !version.isIntegralNumber() || version.asInt() < 1) {
      throw new IllegalArgumentException("'version' is not a number from 1 on");
    }
    return new AlgorithmCatalogue(
        version.asInt(),
        date("date", root.get("date")),
        source(root.get("source")),
        keys(root.get("keys")),
        hashes(root.get("hashes")));
  }

  /** The one that is shipped with this release. */
  static String shipped() {
    try (InputStream file =
        Objects.requireNonNull(
            CatalogueDocument.class.getResourceAsStream("/algorithms/catalogue.json"))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("the shipped catalogue cannot be read", e);
    }
  }

  private static JsonNode read(String text) {
    try {
      JsonNode root = JSON.readTree(text);
      if (root == null || !root.isObject()) {
        throw new IllegalArgumentException("the catalogue is not a JSON object");
      }
      return root;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the catalogue is not JSON, or says a name twice", e);
    }
  }

  private static String source(JsonNode source) {
    if (!source.isTextual()
        || source.asText().isBlank()
        || source.asText().length() > SOURCE_CHARACTERS_MAX) {
      throw new IllegalArgumentException(
          "'source' says in at most "
              + SOURCE_CHARACTERS_MAX
              + " characters where the dates are from");
    }
    return source.asText();
  }

  private static Map<KeyKind, Map<KeyHolder, Period>> keys(JsonNode node) {
    Map<KeyKind, Map<KeyHolder, Period>> keys = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : entries("keys", node).entrySet()) {
      KeyKind kind =
          KeyKind.named(entry.getKey())
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "'%s' is no key that this system knows; these are RSA:<bits>-<bits> from 1900 to 16384, %s"
                              .formatted(
                                  shortened(entry.getKey()),
                                  String.join(", ", new TreeSet<>(KeyKind.CURVES)))));
      if (keys.keySet().stream().anyMatch(kind::overlaps)) {
        throw new IllegalArgumentException("'" + kind.name() + "' overlaps another range of RSA");
      }
      keys.put(kind, holders(kind.name(), entry.getValue()));
    }
    return keys;
  }

  private static Map<KeyHolder, Period> holders(String name, JsonNode node) {
    Map<KeyHolder, Period> holders = new EnumMap<>(KeyHolder.class);
    Map<String, JsonNode> given = entries(name, node);
    for (KeyHolder holder : KeyHolder.values()) {
      JsonNode period = given.remove(holder.field());
      if (period != null) {
        holders.put(holder, period(name + "', '" + holder.field(), period));
      }
    }
    if (!given.isEmpty()) {
      throw new IllegalArgumentException(
          "'%s' has the unknown field '%s'; known are tsp and subject"
              .formatted(name, shortened(given.keySet().iterator().next())));
    }
    return holders;
  }

  private static Map<String, Period> hashes(JsonNode node) {
    Map<String, Period> hashes = new LinkedHashMap<>();
    entries("hashes", node)
        .forEach(
            (name, period) -> {
              if (!HASHES.contains(name)) {
                throw new IllegalArgumentException(
                    "'%s' is no hash that this system takes; these are %s"
                        .formatted(shortened(name), String.join(", ", new TreeSet<>(HASHES))));
              }
              requireFields(name, period, Set.of("until"), Set.of("until"));
              hashes.put(name, period(name, period));
            });
    return hashes;
  }

  private static Period period(String name, JsonNode node) {
    requireFields(name, node, PERIOD, Set.of("until"));
    Optional<LocalDate> until = day(name, node.get("until"));
    Optional<LocalDate> newUntil = node.has("newUntil") ? day(name, node.get("newUntil")) : until;
    boolean longer =
        until.isPresent() && newUntil.filter(day -> !day.isAfter(until.get())).isEmpty();
    if (longer) {
      throw new IllegalArgumentException("'" + name + "': 'newUntil' is later than 'until'");
    }
    return new Period(newUntil, until);
  }

  private static Optional<LocalDate> day(String name, JsonNode node) {
    return node.isTextual() && node.asText().equals(OPEN)
        ? Optional.empty()
        : Optional.of(date(name, node));
  }

  private static LocalDate date(String name, JsonNode node) {
    // Four digits: a year that no calendar has would only be a slip of the pen.
    if (node.isTextual() && node.asText().matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
      try {
        return LocalDate.parse(node.asText());
      } catch (DateTimeException e) {
        throw noDate(name, e);
      }
    }
    throw noDate(name, null);
  }

  private static IllegalArgumentException noDate(
      String name, @org.jspecify.annotations.Nullable Exception cause) {
    return new IllegalArgumentException(
        "'" + name + "' has a date that is none; it is written 2028-12-31, or open", cause);
  }

  private static Map<String, JsonNode> entries(String name, JsonNode node) {
    if (!node.isObject() || node.isEmpty()) {
      throw new IllegalArgumentException("'" + name + "' is not an object with at least one entry");
    }
    Map<String, JsonNode> entries = new TreeMap<>();
    node.fields().forEachRemaining(entry -> entries.put(entry.getKey(), entry.getValue()));
    return entries;
  }

  private static void requireFields(
      String name, JsonNode node, Set<String> known, Set<String> needed) {
    Set<String> given = entries(name, node).keySet();
    for (String field : given) {
      if (!known.contains(field)) {
        throw new IllegalArgumentException(
            "'%s' has the unknown field '%s'; known are %s"
                .formatted(
                    name, shortened(field), String.join(", ", List.copyOf(new TreeSet<>(known)))));
      }
    }
    for (String field : new TreeSet<>(needed)) {
      if (!given.contains(field)) {
        throw new IllegalArgumentException("'" + name + "' has no '" + field + "'");
      }
    }
  }

  private static String shortened(String name) {
    return name.length() > 40 ? name.substring(0, 40) : name;
  }
}
