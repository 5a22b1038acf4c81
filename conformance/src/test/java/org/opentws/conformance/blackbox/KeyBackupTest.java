package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Client.Answer;

/** A CA's key out of its device and back, never without two persons (KM6). */
@Tag("blackbox")
class KeyBackupTest {
  private static final int AES_KWP_OCTETS_MIN = 32;

  private final RunningSystem system = RunningSystem.get();
  private final Journey journey = new Journey(system);
  private String keyId = "";

  @BeforeEach
  void makeKey() {
    new Activation(system).ensureOpen();
    keyId = made("yes");
  }

  @AfterEach
  void destroyKey() {
    journey.operation("DESTROY_KEY", Map.of("keyId", keyId));
  }

  private String made(String backup) {
    Map<String, String> order = new HashMap<>();
    order.put("purpose", "CERTIFICATE_SIGNING");
    order.put("owner", "backup-check");
    order.put("token", Activation.DEVICE);
    order.put("algorithm", "EC:secp384r1");
    order.put("backup", backup);
    return journey.operation("GENERATE_KEY", order).get("keyId").asText();
  }

  private JsonNode line() {
    for (JsonNode key : journey.as("security-officer-1").get("/keys").expect(200).json()) {
      if (key.get("keyId").asText().equals(keyId)) {
        return key;
      }
    }
    throw new AssertionError("no line of key " + keyId);
  }

  private void mayNot(String type, Map<String, String> parameters) {
    Answer answer = journey.request(type, parameters);
    assertEquals(4, answer.status() / 100, type + parameters.keySet() + ": " + answer.text());
  }

  /** As another process with the right PIN could: the server is not asked. */
  private void loseKey(Path folder) throws IOException {
    Path script =
        Files.writeString(
            folder.resolve("lose-key.yaml"),
            """
            ceremony: lose-key
            title: "Loss of a key, for a check"
            persons: [security-officer-1, security-officer-2]
            softhsm: ${run}/softhsm
            officers: ${run}/demo/officers
            report: ${report}
            parameters:
              run:
              report:
              label:
              shares: ${run}/demo/officers
            steps:
              - id: open
                says: Open the token with both shares
                do: open-shared-token
                with:
                  token: ca
                  holders:
                    - {account: security-officer-1, directory: "${shares}"}
                    - {account: security-officer-2, directory: "${shares}"}
              - id: lose
                says: Destroy the key in the token
                do: destroy-key
                with: {token: ca, label: "${label}"}
            """);
    Path report = system.folder().resolve("../ceremony/lose-" + UUID.randomUUID()).normalize();
    new Node(system)
        .launcher(
            "ceremony",
            script.toString(),
            "label=" + line().get("label").asText(),
            "report=" + report.toAbsolutePath(),
            "confirm=demo")
        .expectOk();
  }

  @Test
  @Requirement({"KM2.2", "KM6.4", "KM6.4-s2", "KM6.5", "KM6.6", "KMF-e"})
  void lostKeyComesBackFromItsBackupAndNoOtherOneDoes(@TempDir Path folder) throws IOException {
    assertTrue(line().get("backup").asBoolean());
    JsonNode made = journey.operation("BACKUP_KEY", Map.of("keyId", keyId));
    assertTrue(made.get("encryption").asText().startsWith("AES-256"), made::toString);
    byte[] backup = Base64.getDecoder().decode(made.get("backup").asText());
    // RFC 5649: whole blocks of 64 bits, and nothing of PKCS#8's outer form stands in clear.
    assertTrue(backup.length > AES_KWP_OCTETS_MIN && backup.length % 8 == 0);
    mayNot("RESTORE_KEY", Map.of("keyId", keyId));

    loseKey(folder);
    refusedRestorations(backup);
    JsonNode restored = journey.operation("RESTORE_KEY", Map.of("keyId", keyId));
    assertEquals(line().get("spkiSha256").asText(), restored.get("spkiSha256").asText());

    // The same key can be lost and brought back again, from the copy that somebody kept.
    loseKey(folder);
    journey.operation("RESTORE_KEY", Map.of("keyId", keyId, "backup", base64(backup)));
  }

  private void refusedRestorations(byte[] backup) {
    byte[] altered = backup.clone();
    altered[backup.length / 2] ^= 1;
    String other = keyId;
    keyId = made("yes");
    String foreign = journey.operation("BACKUP_KEY", Map.of("keyId", keyId)).get("backup").asText();
    journey.operation("DESTROY_KEY", Map.of("keyId", keyId));
    keyId = other;
    for (String wrong :
        List.of(base64(altered), base64(Arrays.copyOf(backup, backup.length - 8)), foreign)) {
      Answer requested =
          journey.request("RESTORE_KEY", Map.of("keyId", keyId, "backup", wrong)).expect(201);
      JsonNode failed =
          journey
              .as("security-officer-2")
              .post("/operations/" + requested.json().get("id").asText() + "/approval", Map.of())
              .expect(200)
              .json();
      assertEquals("FAILED", failed.get("state").asText(), failed::toString);
      assertTrue(failed.get("reason").asText().contains("refused"), failed::toString);
    }
  }

  private static String base64(byte[] octets) {
    return Base64.getEncoder().encodeToString(octets);
  }

  @Test
  @Requirement(
      value = {"KM6.4", "KM6.4-s2", "KM6.5", "KM6.6"},
      kind = Kind.NEGATIVE)
  void neitherOnePersonNorAnotherRoleNorAWeakerWayGetsAKeyOut() {
    Answer requested = journey.request("BACKUP_KEY", Map.of("keyId", keyId)).expect(201);
    String approval = "/operations/" + requested.json().get("id").asText() + "/approval";
    Answer own = journey.as("security-officer-1").post(approval, Map.of()).expect(403);
    assertTrue(own.text().contains("same-person"), own.text());
    for (String account :
        List.of("registration-officer-1", "revocation-officer-1", "system-operator-1")) {
      journey.as(account).post(approval, Map.of()).expect(403);
      for (String type : List.of("BACKUP_KEY", "RESTORE_KEY")) {
        journey
            .as(account)
            .post("/operations", Map.of("type", type, "parameters", Map.of("keyId", keyId)))
            .expect(403);
      }
    }
    journey.withdraw(requested);
    mayNot("BACKUP_KEY", Map.of("keyId", keyId, "encryption", "AES-128"));
    mayNot("BACKUP_KEY", Map.of("keyId", keyId, "wrap", "none"));

    String kept = made("no");
    try {
      mayNot("BACKUP_KEY", Map.of("keyId", kept));
    } finally {
      journey.operation("DESTROY_KEY", Map.of("keyId", kept));
    }
    Map<String, String> sealing =
        Map.of(
            "purpose", "MESSAGE_SEALING",
            "owner", "backup-check",
            "token", "infra",
            "algorithm", "EC:secp256r1",
            "backup", "yes");
    mayNot("GENERATE_KEY", sealing);
  }

  @Test
  @Requirement("KM5.1")
  void destructionErasesTheBackupsToo() {
    journey.operation("BACKUP_KEY", Map.of("keyId", keyId));
    String victim = keyId;
    JsonNode destroyed = journey.operation("DESTROY_KEY", Map.of("keyId", victim));
    assertEquals("1", destroyed.get("backupsErased").asText());
    mayNot("RESTORE_KEY", Map.of("keyId", victim));
    try (Superuser superuser = new Superuser(system)) {
      assertEquals(
          List.of("0"),
          superuser.texts(
              "select count(*)::text from key_backup where key_id = ? and wrapped is not null",
              victim));
    }
    keyId = made("yes");
  }
}
