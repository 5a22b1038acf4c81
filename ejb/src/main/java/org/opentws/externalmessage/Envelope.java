package org.opentws.externalmessage;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;

/** The signed text of a sealed message: who, what kind, when, once (GE.1). */
record Envelope(String type, String sender, Instant sealedAt, String nonce, String content) {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  byte[] encoded() {
    ObjectNode json = JSON.createObjectNode();
    json.put("type", type);
    json.put("sender", sender);
    json.put("sealedAt", sealedAt.toString());
    json.put("nonce", nonce);
    json.put("content", content);
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads what was signed.
   *
   * @throws RequestRefused SEAL_BROKEN
   */
  static Envelope parse(byte[] signed) {
    try {
      JsonNode json = JSON.readTree(signed);
      return new Envelope(
          text(json, "type"),
          text(json, "sender"),
          Instant.parse(text(json, "sealedAt")),
          text(json, "nonce"),
          text(json, "content"));
    } catch (JacksonException | DateTimeException e) {
      throw new RequestRefused(Refusal.SEAL_BROKEN, "the sealed text is not an envelope", e);
    } catch (IOException e) {
      throw new IllegalStateException("reading octets in memory failed", e);
    }
  }

  private static String text(JsonNode json, String field) {
    JsonNode value = json.path(field);
    if (!value.isTextual()) {
      throw new RequestRefused(Refusal.SEAL_BROKEN, "an envelope without " + field);
    }
    return value.textValue();
  }
}
