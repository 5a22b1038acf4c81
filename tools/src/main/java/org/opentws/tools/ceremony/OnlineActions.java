package org.opentws.tools.ceremony;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.opentws.tools.rest.CallFailure;
import org.opentws.tools.rest.Connection;
import org.opentws.tools.rest.TwoOfficers;

/** What two persons have a running server do under dual control, with a witness (KM1.3, CG4.1b). */
final class OnlineActions {
  private static final List<String> SETTINGS =
      List.of("purpose", "owner", "label", "state", "backup", "usableUntil", "certificateSha256");
  private static final List<String> DEVICE =
      List.of(
          "device",
          "tokenLabel",
          "manufacturer",
          "model",
          "serialNumber",
          "firmwareVersion",
          "testDevice",
          "approval");

  private OnlineActions() {}

  /**
   * server, anchor, type, parameters: an operation of dual control. The first person asks for it,
   * the second agrees to what the server says that it will do; each with both factors.
   */
  static Map<String, Object> dualControl(Ceremony ceremony, StepParameters with)
      throws GeneralSecurityException, InterruptedException {
    Connection.Server server =
        new Connection.Server(with.text("server").replaceFirst("/+$", ""), with.path("anchor"));
    try {
      Connection requester = ceremony.attendance().connect(0, server);
      Connection approver = ceremony.attendance().connect(1, server);
      JsonNode done =
          TwoOfficers.agree(
              requester, approver, with.text("type"), words(with.entry("parameters")));
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("operation", done.get("id").asText());
      facts.put("description", done.get("description").asText());
      facts.put("requestedBy", done.get("requestedBy").asText());
      facts.put("approvedBy", done.at("/approvals/0/account").asText());
      JsonNode result = done.get("result");
      result.fields().forEachRemaining(fact -> facts.put(fact.getKey(), fact.getValue().asText()));
      if (result.has("keyId")) {
        JsonNode key = line(requester.get("/keys"), "keyId", result.get("keyId").asText());
        String name = key.get("device").asText();
        JsonNode device = line(requester.get("/devices"), "device", name);
        ceremony.made(entry(key), facts(device, DEVICE));
      }
      return facts;
    } catch (CallFailure e) {
      throw new CeremonyFailure(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new CeremonyFailure("the server at " + server.https() + " cannot be reached: " + e, e);
    }
  }

  private static Map<String, String> words(StepParameters parameters) {
    Map<String, String> words = new TreeMap<>();
    parameters.values().forEach((name, value) -> words.put(name.toString(), value.toString()));
    return words;
  }

  private static JsonNode line(JsonNode list, String name, String value) {
    for (JsonNode line : list) {
      if (line.get(name).asText().equals(value)) {
        return line;
      }
    }
    throw new CeremonyFailure("the server does not list " + value);
  }

  /** The key's line in the register, in the words of the report. */
  private static Map<String, Object> entry(JsonNode key) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("id", key.get("keyId").asText());
    entry.put("token", key.get("device").asText());
    entry.put("algorithm", key.get("algorithm").asText());
    entry.put("publicKeySha256", key.get("spkiSha256").asText());
    entry.put("settings", facts(key, SETTINGS));
    return entry;
  }

  /** Those of these names that the server tells. */
  private static Map<String, Object> facts(JsonNode told, List<String> names) {
    Map<String, Object> facts = new LinkedHashMap<>();
    for (String name : names) {
      if (!told.path(name).isMissingNode() && !told.path(name).isNull()) {
        facts.put(name, told.get(name).asText());
      }
    }
    return facts;
  }
}
