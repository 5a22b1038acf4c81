package org.opentws.keymanagement.approval;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.opentws.keymanagement.store.KeyPurpose;

/** Reads the list of approved devices: whole and understood to the last word, or not at all. */
final class ApprovedDeviceList {
  private static final Set<String> KNOWN =
      Set.of(
          "manufacturer",
          "model",
          "firmware",
          "serial",
          "scheme",
          "certificate",
          "expires",
          "purposes");
  private static final String ANY = "any";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private ApprovedDeviceList() {}

  /**
   * The lines in their order.
   *
   * @throws IllegalArgumentException with what is wrong, in a sentence
   */
  static List<ApprovedDevice> parse(byte[] text) {
    JsonNode list = read(text);
    if (!list.isArray()) {
      throw new IllegalArgumentException("the list of approved devices is not a JSON array");
    }
    List<ApprovedDevice> devices = new ArrayList<>();
    for (JsonNode line : list) {
      devices.add(device(line));
    }
    return List.copyOf(devices);
  }

  private static JsonNode read(byte[] text) {
    try {
      return JSON.readTree(text);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("the list of approved devices is not JSON", e);
    } catch (IOException e) {
      throw new IllegalStateException("reading octets in memory failed", e);
    }
  }

  private static ApprovedDevice device(JsonNode line) {
    Set<String> unknown = new TreeSet<>();
    line.fieldNames().forEachRemaining(unknown::add);
    unknown.removeAll(KNOWN);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("an approved device has unknown fields: " + unknown);
    }
    try {
      return new ApprovedDevice(
          text(line, "manufacturer"),
          text(line, "model"),
          pattern(line, "firmware"),
          pattern(line, "serial"),
          new Evaluation(
              text(line, "scheme"),
              text(line, "certificate"),
              LocalDate.parse(text(line, "expires"))),
          purposes(line.path("purposes")));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("'expires' of an approved device is no date", e);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("an approved device has a faulty pattern", e);
    }
  }

  private static Pattern pattern(JsonNode line, String field) {
    String given = text(line, field);
    return Pattern.compile(given.equals(ANY) ? ".*" : given);
  }

  private static Set<KeyPurpose> purposes(JsonNode names) {
    Set<KeyPurpose> purposes = EnumSet.noneOf(KeyPurpose.class);
    for (JsonNode name : names) {
      try {
        purposes.add(KeyPurpose.valueOf(name.asText()));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("'purposes' of an approved device: " + name, e);
      }
    }
    if (purposes.isEmpty()) {
      throw new IllegalArgumentException("an approved device has no 'purposes'");
    }
    return purposes;
  }

  private static String text(JsonNode line, String field) {
    JsonNode value = line.path(field);
    if (!value.isTextual() || value.asText().isBlank()) {
      throw new IllegalArgumentException("an approved device has no '" + field + "'");
    }
    return value.asText();
  }
}
