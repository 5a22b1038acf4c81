package org.opentws.conformance.blackbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** What an auditor sees of the log and of alarms. */
final class AuditLook {
  static final String AUDITOR = "system-auditor-1";

  /** AA6.1 wants it within a minute. */
  private static final int ALARM_SECONDS_MAX = 60;

  private final Client auditor;

  AuditLook(RunningSystem system) {
    auditor = system.officer(AUDITOR);
  }

  Client auditor() {
    return auditor;
  }

  /** Records that fit, newest first; at most a page. */
  List<JsonNode> records(Map<String, String> filter) {
    String query =
        filter.entrySet().stream()
            .map(
                entry ->
                    entry.getKey()
                        + "="
                        + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return nodes(auditor.get("/audit/records?" + query).expect(200).json().get("records"));
  }

  static List<JsonNode> nodes(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  List<JsonNode> openAlarms() {
    return nodes(auditor.get("/alarms?state=open&limit=500").expect(200).json().get("alarms"));
  }

  /** The open alarm of a kind, whatever it concerns. */
  Optional<JsonNode> openAlarm(String kind) {
    return openAlarms().stream()
        .filter(alarm -> alarm.get("kind").asText().equals(kind))
        .findFirst();
  }

  /** The open alarm of a kind that was told of since then: for the first time, or once more. */
  JsonNode awaitAlarm(String kind, Instant since) {
    Instant begin = since.truncatedTo(ChronoUnit.MILLIS);
    return Within.seconds(ALARM_SECONDS_MAX)
        .get(
            "the alarm " + kind,
            () ->
                openAlarms().stream()
                    .filter(alarm -> alarm.get("kind").asText().equals(kind))
                    .filter(alarm -> !Instant.parse(alarm.get("lastAt").asText()).isBefore(begin))
                    .findFirst());
  }

  JsonNode status() {
    return auditor.get("/audit/status").expect(200).json();
  }

  /** What a ZIP archive holds, by name. */
  static Map<String, byte[]> unzip(byte[] archive) throws IOException {
    Map<String, byte[]> files = new HashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), zip.readAllBytes());
      }
    }
    return files;
  }

  JsonNode verification() {
    return auditor.post("/audit/verification", Map.of()).expect(200).json();
  }
}
