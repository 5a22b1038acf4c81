package org.opentws.conformance.blackbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.opentws.conformance.Evidence;
import org.opentws.conformance.blackbox.Client.Answer;

/** The archives of the system, as operators make them and auditors take them out. */
final class Archives {
  static final String AUDITOR = "system-auditor-1";
  static final String OPERATOR = "system-operator-1";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RunningSystem system;
  private final Journey journey;
  private final Node node;

  Archives(RunningSystem system) {
    this.system = system;
    this.journey = new Journey(system);
    this.node = new Node(system);
  }

  JsonNode made() {
    return journey.as(OPERATOR).post("/archives", Map.of()).expect(201).json();
  }

  Answer fetched(String account, long archive) {
    return journey.as(account).get("/archives/" + archive + "/package");
  }

  List<JsonNode> entries(String type, Instant from, Instant to) {
    String query = "/archives/entries?type=%s&from=%s&to=%s".formatted(type, from, to);
    return AuditLook.nodes(journey.as(AUDITOR).get(query).expect(200).json().get("entries"));
  }

  JsonNode listed(long archive) {
    return AuditLook.nodes(journey.as(AUDITOR).get("/archives").expect(200).json().get("archives"))
        .stream()
        .filter(one -> one.get("number").asLong() == archive)
        .findFirst()
        .orElseThrow();
  }

  static List<JsonNode> lines(Map<String, byte[]> files, String list) throws IOException {
    List<JsonNode> found = new ArrayList<>();
    for (Map.Entry<String, byte[]> file : new TreeMap<>(files).entrySet()) {
      if (file.getKey().startsWith(list + "-")) {
        String text = new String(file.getValue(), StandardCharsets.UTF_8);
        for (String line : text.lines().toList()) {
          found.add(JSON.readTree(line));
        }
      }
    }
    return found;
  }

  /** By Java and the program files alone, without network. */
  Node.Said tool(String... arguments) {
    Node.Said said = node.withoutNetwork(arguments);
    Evidence.note("exit " + said.exit() + ": " + said.text().lines().reduce("", (a, b) -> b));
    return said;
  }

  Node.Said verified(List<Path> files) {
    List<String> words = new ArrayList<>(List.of("archive", "verify"));
    files.forEach(file -> words.add(file.toString()));
    words.addAll(List.of("--trust", system.path("tls-ca.pem").toString()));
    return tool(words.toArray(String[]::new));
  }

  /** Every archive that is there, oldest first, in files. */
  List<Path> all(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    for (JsonNode one :
        AuditLook.nodes(journey.as(AUDITOR).get("/archives").expect(200).json().get("archives"))) {
      if (!one.hasNonNull("deletion")) {
        long number = one.get("number").asLong();
        Path file = folder.resolve("archive-" + number + ".zip");
        Files.write(file, fetched(AUDITOR, number).expect(200).octets());
        files.add(0, file);
      }
    }
    return files;
  }
}
