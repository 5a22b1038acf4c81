package org.opentws.authentication;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The outer form of what a browser hands over for an authenticator (WebAuthn level 3, clause
 * 5.1.8): looked at before the answer is read, because what reads it trusts that it is whole.
 */
final class AnswerShape {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern BASE64URL = Pattern.compile("[A-Za-z0-9_-]{2,10000}");

  private AnswerShape() {}

  /**
   * Whether it has this form.
   *
   * @param members that the authenticator's response must have
   */
  static boolean isRight(String answer, List<String> members) {
    return parsed(answer)
        .filter(json -> hasOctets(json, "id") && hasOctets(json, "rawId"))
        .filter(json -> json.path("type").asText().equals("public-key"))
        .map(json -> json.path("response"))
        .filter(response -> members.stream().allMatch(member -> hasOctets(response, member)))
        .isPresent();
  }

  private static Optional<JsonNode> parsed(String answer) {
    try {
      return Optional.of(JSON.readTree(answer));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static boolean hasOctets(JsonNode json, String member) {
    return json.path(member).isTextual() && BASE64URL.matcher(json.path(member).asText()).matches();
  }
}
