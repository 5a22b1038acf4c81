package org.opentws.tools.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;

/** A dual-control operation, from the request to its execution. */
public final class TwoOfficers {
  private TwoOfficers() {}

  /**
   * Requested by one person, approved by another, who states the hash of what was read.
   *
   * @return the operation as it stands then
   * @throws CallFailure it is refused, or was not carried out
   */
  public static JsonNode agree(
      Connection requester, Connection approver, String type, Map<String, String> parameters)
      throws IOException, InterruptedException {
    JsonNode asked = requester.post("/operations", Map.of("type", type, "parameters", parameters));
    String path = "/operations/" + asked.get("id").asText();
    JsonNode read = approver.get(path);
    JsonNode done = approver.approve(path, read.get("hash").asText());
    if (!done.get("state").asText().equals("EXECUTED")) {
      throw new CallFailure(
          "%s ended %s: %s"
              .formatted(type, done.get("state").asText(), done.path("reason").asText()));
    }
    return done;
  }
}
