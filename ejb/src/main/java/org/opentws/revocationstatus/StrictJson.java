package org.opentws.revocationstatus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;

/** The content of messages A and B: one JSON object that can be read in one way only. */
public final class StrictJson {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final JsonNode object;

  private StrictJson(JsonNode object) {
    this.object = object;
  }

  /** An empty object to be filled. */
  public static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /**
   * Reads an object.
   *
   * @throws RequestRefused MALFORMED_REQUEST
   */
  public static StrictJson parse(String text) {
    try {
      JsonNode node = JSON.readTree(text);
      if (!node.isObject()) {
        throw new RequestRefused(Refusal.MALFORMED_REQUEST, "not a JSON object");
      }
      return new StrictJson(node);
    } catch (JsonProcessingException e) {
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, "not a JSON object", e);
    }
  }

  /** A text that must be there. */
  public String text(String field) {
    return optionalText(field)
        .orElseThrow(() -> new RequestRefused(Refusal.MALFORMED_REQUEST, "missing: " + field));
  }

  /** A text, or nothing; anything else is refused. */
  public Optional<String> optionalText(String field) {
    JsonNode value = object.path(field);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, "not a text: " + field);
    }
    return Optional.of(value.textValue());
  }

  /** A whole number that must be there. */
  public long number(String field) {
    JsonNode value = object.path(field);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, "not a whole number: " + field);
    }
    return value.longValue();
  }
}
