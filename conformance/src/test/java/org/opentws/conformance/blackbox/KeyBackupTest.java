package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bouncycastle.crypto.InvalidCipherTextException;
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
  private final RunningSystem system = RunningSystem.get();
  private final Journey journey = new Journey(system);
  private BackedUpKey key;
  private boolean destroyed;

  @BeforeEach
  void makeKey() {
    new Activation(system).ensureOpen();
    key = BackedUpKey.made(system, journey);
  }

  @AfterEach
  void destroyKey() {
    if (!destroyed) {
      key.destroy();
    }
  }

  private void mayNot(String type, Map<String, String> parameters) {
    Answer answer = journey.request(type, parameters);
    assertEquals(4, answer.status() / 100, type + parameters.keySet() + ": " + answer.text());
  }

  private Map<String, String> which() {
    return Map.of("keyId", key.keyId());
  }

  /** As another process with the right PIN could: the server is not asked. */
  private void loseKey(Path folder) throws IOException {
    Path script =
        Files.writeString(
            folder.resolve("lose-key.yaml"),
            """
            ceremony: lose-key
            title: "Loss of a key, for a check"
            persons:
              - {account: security-officer-1, name: Security Officer 1, role: Security Officer, function: loses}
              - {account: security-officer-2, name: Security Officer 2, role: Security Officer, function: agrees}
            witness: {account: system-auditor-1, name: System Auditor 1, role: System Auditor, function: witness}
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
            "label=" + key.line().get("label").asText(),
            "report=" + report.toAbsolutePath(),
            "confirm=demo")
        .expectOk();
  }

  @Test
  @Requirement({"KM2.1", "KM2.2", "KM6.4", "KM6.4-s2", "KM6.5", "KM6.6", "KMF-e"})
  void lostKeyComesBackFromItsBackupAndNoOtherOneDoes(@TempDir Path folder) throws Exception {
    assertTrue(key.line().get("backup").asBoolean());
    byte[] backup = key.backUp();
    // What left the device opens with the shares of both officers, and only unaltered.
    key.opened(backup);
    assertThrows(InvalidCipherTextException.class, () -> key.opened(altered(backup)));
    mayNot("RESTORE_KEY", which());

    loseKey(folder);
    refusedRestorations(backup);
    JsonNode restored = journey.operation("RESTORE_KEY", which());
    assertEquals(key.line().get("spkiSha256").asText(), restored.get("spkiSha256").asText());
    // It is in the device again, and no weaker than before: a second backup is the same key.
    key.opened(key.backUp());
  }

  private static byte[] altered(byte[] backup) {
    byte[] altered = backup.clone();
    altered[backup.length / 2] ^= 1;
    return altered;
  }

  /** Whoever writes into the database instead of the backup: altered, cut, another key's. */
  private void refusedRestorations(byte[] backup) {
    BackedUpKey other = BackedUpKey.made(system, journey);
    byte[] foreign = other.backUp();
    other.destroy();
    for (byte[] wrong :
        List.of(altered(backup), Arrays.copyOf(backup, backup.length - 8), foreign)) {
      write(wrong);
      Answer requested = journey.request("RESTORE_KEY", which()).expect(201);
      JsonNode failed =
          journey
              .as("security-officer-2")
              .approve(requested.json().get("id").asText())
              .expect(200)
              .json();
      assertEquals("FAILED", failed.get("state").asText(), failed::toString);
      assertTrue(failed.get("reason").asText().contains("backup"), failed::toString);
    }
    write(backup);
  }

  private void write(byte[] wrapped) {
    try (Superuser superuser = new Superuser(system)) {
      superuser.tamper("update key_backup set wrapped = ? where key_id = ?", wrapped, key.keyId());
    }
  }

  @Test
  @Requirement(
      value = {"KM2.1", "KM2.2", "KM6.4", "KM6.4-s2", "KM6.5", "KM6.6", "KMF-e"},
      kind = Kind.NEGATIVE)
  void neitherOnePersonNorAnotherRoleNorAWeakerWayGetsAKeyOut() {
    Answer requested = journey.request("BACKUP_KEY", which()).expect(201);
    String id = requested.json().get("id").asText();
    Answer own = journey.as("security-officer-1").approve(id).expect(403);
    assertTrue(own.text().contains("same-person"), own.text());
    for (String account :
        List.of("registration-officer-1", "revocation-officer-1", "system-operator-1")) {
      journey.as(account).approve(id).expect(403);
      for (String type : List.of("BACKUP_KEY", "RESTORE_KEY")) {
        journey
            .as(account)
            .post("/operations", Map.of("type", type, "parameters", which()))
            .expect(403);
      }
    }
    journey.withdraw(requested);
    for (String wish : List.of("AES-128", "3DES", "RSA-PKCS1", "none")) {
      mayNot("BACKUP_KEY", Map.of("keyId", key.keyId(), "encryption", wish));
      mayNot("BACKUP_KEY", Map.of("keyId", key.keyId(), "wrap", wish));
    }
    mayNot(
        "GENERATE_KEY",
        Map.of(
            "purpose", "MESSAGE_SEALING",
            "owner", BackedUpKey.OWNER,
            "token", "infra",
            "algorithm", "EC:secp256r1",
            "backup", "yes"));
  }

  @Test
  @Requirement(
      value = {"KM6.4", "KM2.1"},
      kind = Kind.NEGATIVE)
  void keyThatWasMadeToStayDoesNotLeave() {
    String kept = BackedUpKey.generated(journey, "no");
    try {
      mayNot("BACKUP_KEY", Map.of("keyId", kept));
    } finally {
      journey.operation("DESTROY_KEY", Map.of("keyId", kept));
    }
  }

  @Test
  @Requirement("KM5.1")
  void destructionErasesTheBackupsToo() {
    key.backUp();
    JsonNode result = key.destroy();
    destroyed = true;
    assertEquals("1", result.get("backupsErased").asText());
    mayNot("RESTORE_KEY", which());
    try (Superuser superuser = new Superuser(system)) {
      assertEquals(
          List.of("0"),
          superuser.texts(
              "select count(*)::text from key_backup where key_id = ? and wrapped is not null",
              key.keyId()));
    }
  }
}
