package org.opentws.tools.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;

/** A dual-control operation, from the request to its execution. */
final class TwoOfficers {
  private TwoOfficers() {}

  /** Requested by one person, approved by another, who states the hash of what was read. */
  static JsonNode agree(
      Connection requester, Connection approver, String type, Map<String, String> parameters)
      throws IOException, InterruptedException {
    JsonNode asked = requester.post("/operations", Map.of("type", type, "parameters", parameters));
    String path = "/operations/" + asked.get("id").asText();
    JsonNode read = approver.get(path);
    JsonNode done = approver.post(path + "/approval", Map.of("hash", read.get("hash").asText()));
    if (!done.get("state").asText().equals("EXECUTED")) {
      throw new DemoFailure(
          "%s ended %s: %s"
              .formatted(type, done.get("state").asText(), done.path("reason").asText()));
    }
    return done;
  }
}
