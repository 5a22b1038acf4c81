package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.engines.RFC5649WrapEngine;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;

/** A second node that starts without its devices, or without the right PIN, serves nothing. */
@Tag("blackbox")
@Order(Faults.SECOND_NODE)
class StartWithoutDeviceTest {
  private static final int ANSWER_SECONDS = 180;

  private static final RunningSystem SYSTEM = RunningSystem.get();

  private final Node node = new Node(SYSTEM);
  private final SecondNode second = new SecondNode(SYSTEM);
  private final AuditLook look = new AuditLook(SYSTEM);
  private final Instant begin = Instant.now();

  @AfterEach
  void stop() {
    second.stop();
  }

  /** What the launcher says in the end, which waits until the node is ready or dead. */
  private Node.Said starting(Callable<?> meanwhile) throws Exception {
    ExecutorService launcher = Executors.newSingleThreadExecutor();
    try {
      Future<Node.Said> start =
          launcher.submit(() -> node.launcher(Map.of("TWS_NODE", "b"), "start"));
      Within.seconds(ANSWER_SECONDS).until("an answer", () -> !stamp().equals("no answer"));
      meanwhile.call();
      return start.get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } finally {
      launcher.shutdownNow();
    }
  }

  private void isNotReady(TestReporter evidence) {
    Client.Answer ready = SYSTEM.anonymous().getUri(second.uri("/health/ready")).expect(503);
    evidence.publishEntry("readiness", ready.text());
    assertNotEquals("ok", ready.json().get("checks").get("devices").asText());
  }

  private String stamp() {
    try {
      return second.stamps().outcome();
    } catch (UncheckedIOException e) {
      return "no answer";
    }
  }

  private boolean handshakes() {
    try {
      URI https = second.instead(URI.create(SYSTEM.value("publicHttps") + "/health/live"));
      SYSTEM.anonymous().getUri(https);
      return true;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  @Test
  @Requirement(
      value = {"KM6.3", "KM1.1"},
      kind = Kind.NEGATIVE)
  void withoutItsDevicesANodeServesNothingUntilTheyAreThere(TestReporter evidence)
      throws Exception {
    PretendedDevice device = new PretendedDevice(SYSTEM, node.run());
    second.configure(List.of("opentws.hsm.library=" + device.library()));
    Path removed = device.library().resolveSibling("removed");
    Files.createFile(removed);
    try {
      starting(
              () -> {
                assertNotEquals("granted", stamp());
                assertFalse(handshakes(), "TLS without the key in the device");
                isNotReady(evidence);
                Files.delete(removed);
                return true;
              })
          .expectOk();
    } finally {
      Files.deleteIfExists(removed);
    }
    Within.seconds(ANSWER_SECONDS).until("a time-stamp", () -> stamp().equals("granted"));
    Within.seconds(ANSWER_SECONDS).until("TLS", this::handshakes);
    // Nobody vouched for what the node recorded without its devices; now it has.
    new Node(SYSTEM).auditVerified();
  }

  /**
   * The key-encryption key is gone from the device: a backup that another device's backup key wraps
   * brings nothing back; the own one does, and what was encrypted is read again.
   */
  @Test
  @Requirement({"KM6.4", "KM6.3", "EIDAS-24.2.g"})
  void lostKeyOfEncryptedDataComesBackUnderItsOwnBackupKeyAlone(@TempDir Path folder)
      throws Exception {
    String name = "Kept" + UUID.randomUUID();
    Journey journey = new Journey(SYSTEM);
    String id = journey.submit(Subscriber.named(name));
    try (Superuser superuser = new Superuser(SYSTEM)) {
      String key = superuser.texts("select kek_id from key_encryption_key").get(0);
      String swap = "update key_encryption_key set backup = decode(?, 'hex')";
      String own = superuser.texts("select encode(backup, 'hex') from key_encryption_key").get(0);
      TokenLook device = new TokenLook(SYSTEM, "infra", folder);
      device.delete(key);
      assertFalse(device.secretKeys().contains(key));
      superuser.tamper(swap, HexFormat.of().formatHex(wrappedElsewhere()));
      try {
        starting(
                () -> {
                  Within.seconds(ANSWER_SECONDS)
                      .until(
                          "a clear word",
                          () ->
                              logged().contains("the backup of the key-encryption key is refused"));
                  Client.Answer ready =
                      SYSTEM.anonymous().getUri(second.uri("/health/ready")).expect(503);
                  assertNotEquals("ok", ready.json().get("checks").get("data-key").asText());
                  assertFalse(device.secretKeys().contains(key), "it came out of a foreign backup");
                  superuser.tamper(swap, own);
                  return true;
                })
            .expectOk();
      } finally {
        superuser.tamper(swap, own);
      }
      assertTrue(device.secretKeys().contains(key), "it did not come back");
      assertFalse(look.records(Map.of("type", "KEY_RESTORED", "from", begin.toString())).isEmpty());
    }
    Client officer = second.system().officer("registration-officer-1");
    String read = officer.get("/applications/" + id).expect(200).text();
    assertTrue(read.contains(name), read);
  }

  /** As another device with another backup key would have wrapped a key of its own (RFC 5649). */
  private static byte[] wrappedElsewhere() {
    SecureRandom random = new SecureRandom();
    byte[] backupKey = random.generateSeed(32);
    byte[] key = random.generateSeed(32);
    RFC5649WrapEngine engine = new RFC5649WrapEngine(AESEngine.newInstance());
    engine.init(true, new KeyParameter(backupKey));
    return engine.wrap(key, 0, key.length);
  }

  private String logged() throws UncheckedIOException {
    try {
      return Files.readString(
          node.run().resolve("server-b/log/server.log"), StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @Requirement({"AA6.1", "KM1.1"})
  void pinThatADeviceRefusesIsAnAlarmAndIsNotOfferedAgain(TestReporter evidence) throws Exception {
    second.configure(List.of("opentws.hsm.tsp.pin=credential-store:opentws/hsm-infra"));
    Node.Said said =
        starting(
            () -> {
              evidence.publishEntry("alarm", look.awaitAlarm("PIN_FAILURE", begin).toString());
              assertNotEquals("granted", stamp());
              isNotReady(evidence);
              second.kill();
              return true;
            });
    assertNotEquals(0, said.exit(), said.text());
    assertEquals("granted", new StampClient(SYSTEM.anonymous(), SYSTEM.uri("tsa")).outcome());
  }
}
