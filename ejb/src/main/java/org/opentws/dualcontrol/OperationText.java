package org.opentws.dualcontrol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.opentws.dualcontrol.store.OperationRequest;

/** Parameters and results as text, always the same text for the same values; and the hash. */
final class OperationText {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<TreeMap<String, String>> VALUES = new TypeReference<>() {};

  private OperationText() {}

  /** Canonical: sorted by name, no white space. */
  static String of(Map<String, String> values) {
    try {
      return JSON.writeValueAsString(new TreeMap<>(values));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("text cannot be written as JSON", e);
    }
  }

  static Map<String, String> values(String text) {
    try {
      return JSON.readValue(text, VALUES);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("stored operation cannot be read", e);
    }
  }

  /** SHA-256 over every field of the request but the hash; each with its length before it. */
  static String hash(OperationRequest request) {
    MessageDigest digest = sha256();
    for (String field :
        new String[] {
          "opentws-operation-1",
          request.id(),
          request.type(),
          request.parameters(),
          request.description(),
          request.requester().account(),
          request.requester().person(),
          request.requestedAt().toString(),
          request.expiresAt().toString()
        }) {
      byte[] octets = field.getBytes(StandardCharsets.UTF_8);
      digest.update((octets.length + ":").getBytes(StandardCharsets.UTF_8));
      digest.update(octets);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
