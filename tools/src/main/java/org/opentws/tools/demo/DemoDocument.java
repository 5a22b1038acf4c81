package org.opentws.tools.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.opentws.tools.rest.Connection;

/** {@code run/demo/demo.json}: everything a script needs to know of the running demo. */
final class DemoDocument {
  private static final List<String> OFFICERS =
      List.of(
          "security-officer-1",
          "security-officer-2",
          "registration-officer-1",
          "registration-officer-2",
          "revocation-officer-1",
          "system-administrator-1",
          "system-operator-1",
          "system-operator-2",
          "system-auditor-1");

  private final DemoSystem system;

  DemoDocument(DemoSystem system) {
    this.system = system;
  }

  /** The serial number that an earlier run wrote, if it came to its end. */
  Optional<String> serialOfEarlierRun() throws IOException {
    Path file = system.demo("demo.json");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    JsonNode serial = Connection.JSON.readTree(file.toFile()).path("serial");
    return serial.isTextual() ? Optional.of(serial.asText()) : Optional.empty();
  }

  /** Whole or not at all: it is the mark that the demo came to its end. */
  void write(String serial) throws IOException {
    // It holds the officers' passwords.
    String text =
        Connection.JSON
            .writer()
            .with(SerializationFeature.INDENT_OUTPUT)
            .writeValueAsString(content(serial));
    PrivateFile.write(system.demo("demo.json"), (text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private Map<String, Object> content(String serial) throws IOException {
    String http = system.publicHttp();
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("mode", "demo");
    content.put("publicHttp", http);
    content.put("publicHttps", system.publicHttps());
    content.put("admin", system.admin() + "/admin/");
    content.put("ocsp", http + "/ocsp");
    content.put("tsa", http + "/tsa");
    content.put("crl", http + "/crl/" + DemoSystem.ISSUER + ".crl");
    content.put("caCertificate", http + "/ca/" + DemoSystem.ISSUER + ".cer");
    content.put("api", system.publicHttps() + "/api/v1");
    content.put("openapi", http + "/openapi");
    content.put("issuer", DemoSystem.ISSUER);
    content.put("serial", serial);
    content.put("profile", DemoSystem.PROFILE);
    content.put("officers", officers());
    content.put(
        "tokens", Map.of("ca", sharedToken("ca"), "tsp", token("tsp"), "infra", token("infra")));
    content.put("postgres", postgres());
    return content;
  }

  private Map<String, Object> officers() throws IOException {
    Map<String, Object> officers = new LinkedHashMap<>();
    for (String account : OFFICERS) {
      String password = Files.readString(system.demo("officers/" + account + ".password")).strip();
      officers.put(
          account,
          Map.of(
              "certificate", "officers/" + account + ".pem",
              "key", "officers/" + account + "-key.pem",
              "password", password));
    }
    return officers;
  }

  private Map<String, Object> token(String label) {
    return Map.of(
        "library", system.library(),
        "pinFile", system.run().resolve("secrets/" + label + ".pin").toString(),
        "configuration", system.run().resolve("softhsm/softhsm2.conf").toString());
  }

  /** Nobody has its PIN: the holders have shares of it. */
  private Map<String, Object> sharedToken(String label) {
    Map<String, String> shares = new LinkedHashMap<>();
    for (String account : List.of("security-officer-1", "security-officer-2")) {
      shares.put(account, "officers/%s.%s.pin.share".formatted(account, label));
    }
    return Map.of(
        "library", system.library(),
        "shares", shares,
        "configuration", system.run().resolve("softhsm/softhsm2.conf").toString());
  }

  private Map<String, Object> postgres() {
    return Map.of(
        "host", "127.0.0.1",
        "port", system.postgresPort(),
        "database", "opentws",
        "superuser", "postgres",
        "passwordFile", system.run().resolve("secrets/postgres-superuser").toString());
  }
}
