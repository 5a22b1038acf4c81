package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.opentws.conformance.blackbox.Client.Answer;

/** The ordinary ways through the system that many checks begin with. */
final class Journey {
  private static final int PEM_LINE = 64;

  private final RunningSystem system;
  private final Client anonymous;
  private final Map<String, Client> loggedIn = new HashMap<>();

  Journey(RunningSystem system) {
    this.system = system;
    this.anonymous = system.anonymous();
  }

  /** A certificate and how it came about. */
  record Issued(String id, String serial, X509Certificate certificate, Subscriber subscriber) {
    /** For openssl. */
    Path pem(Path folder) {
      try {
        return Files.writeString(
            folder.resolve(serial + ".pem"), Journey.pem(certificate.getEncoded()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (java.security.cert.CertificateEncodingException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  static String pem(byte[] der) {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END CERTIFICATE-----\n";
  }

  /** Logged in once for each journey. */
  Client as(String account) {
    return loggedIn.computeIfAbsent(account, system::officer);
  }

  String submit(Subscriber subscriber) {
    return submit(subscriber.application());
  }

  String submit(Map<String, Object> application) {
    Answer answer = anonymous.post("/applications", application).expect(201);
    assertEquals("SUBMITTED", answer.json().get("state").asText());
    return answer.json().get("id").asText();
  }

  Answer approve(String id) {
    return as("registration-officer-1").post("/applications/" + id + "/approval", Map.of());
  }

  Issued issue(Subscriber subscriber) {
    return issue(subscriber, subscriber.application());
  }

  Issued issue(Subscriber subscriber, Map<String, Object> application) {
    String id = submit(application);
    JsonNode approved = approve(id).expect(200).json();
    assertEquals("CERTIFIED", approved.get("state").asText());
    return new Issued(id, approved.get("serial").asText(), fetch(id), subscriber);
  }

  /** The subject's own way to the certificate. */
  X509Certificate fetch(String id) {
    String pem =
        anonymous.get("/applications/" + id).expect(200).json().get("certificate").asText();
    return RunningSystem.certificate(
        Base64.getDecoder().decode(pem.replaceAll("-----[A-Z ]+-----|\\s", "")));
  }

  Answer changeStatus(String account, String serial, Map<String, Object> change) {
    return as(account)
        .post("/certificates/" + system.value("issuer") + "/" + serial + "/status-changes", change);
  }

  Answer revoke(String serial, String reason) {
    return changeStatus(
        "revocation-officer-1", serial, Map.of("action", "revoke", "reason", reason));
  }

  /** A Security Officer revokes the certificate of an officer, a machine or a server. */
  Answer revoke(X509Certificate managed) {
    String path = "/certificates/management/" + RunningSystem.hex(managed) + "/status-changes";
    return as("security-officer-1").post(path, Map.of("action", "revoke", "reason", "superseded"));
  }

  /** A list of texts. */
  java.util.List<String> texts(JsonNode list) {
    return java.util.stream.StreamSupport.stream(list.spliterator(), false)
        .map(JsonNode::asText)
        .toList();
  }

  /** An operation that both Security Officers want. */
  JsonNode operation(String type, Map<String, String> parameters) {
    String id = request(type, parameters).expect(201).json().get("id").asText();
    JsonNode done = as("security-officer-2").approve(id).expect(200).json();
    assertEquals("EXECUTED", done.get("state").asText(), done::toString);
    return done.get("result");
  }

  /** Two Security Officers change a parameter of the audit function. */
  void auditParameter(String name, String value) {
    operation("CHANGE_AUDIT_PARAMETERS", Map.of("name", name, "value", value));
  }

  /** A person takes note of an alarm. */
  Answer acknowledge(String account, JsonNode alarm) {
    return as(account)
        .post(
            "/alarms/" + alarm.get("id").asLong() + "/acknowledgement", Map.of("note", "a check"));
  }

  /** A device, as the node says it is. */
  JsonNode device(String token) {
    return line("/devices", "device", token);
  }

  /** A key's line in the register. */
  JsonNode key(String keyId) {
    return line("/keys", "keyId", keyId);
  }

  private JsonNode line(String list, String field, String value) {
    JsonNode lines = as("security-officer-1").get(list).expect(200).json();
    return StreamSupport.stream(lines.spliterator(), false)
        .filter(line -> line.get(field).asText().equals(value))
        .findFirst()
        .orElseThrow(() -> new AssertionError(list + " has no " + value));
  }

  /** The operator takes note of an alarm. */
  void acknowledge(JsonNode alarm) {
    acknowledge("system-operator-1", alarm).expect(200);
  }

  /** An operation that the first Security Officer asks for. */
  Answer request(String type, Map<String, String> parameters) {
    return as("security-officer-1")
        .post("/operations", Map.of("type", type, "parameters", parameters));
  }

  /** A Registration Officer turns an application down that was only made to see what happens. */
  void turnDown(String application) {
    as("registration-officer-1")
        .post("/applications/" + application + "/rejection", Map.of("reason", "only a check"))
        .expect(200);
  }

  /** Takes back what was only asked to see what happens. */
  void withdraw(Answer requested) {
    as("security-officer-1")
        .post(
            "/operations/" + requested.json().get("id").asText() + "/rejection",
            Map.of("reason", "only a check"))
        .expect(200);
  }
}
