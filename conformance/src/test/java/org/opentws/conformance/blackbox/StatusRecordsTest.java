package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;

/** Every question and answer about a status stands in the audit log (RS3.1); none waits (RM1.1). */
@Tag("blackbox")
class StatusRecordsTest {
  private static final int QUESTIONS = 40;
  private static final int THREADS = 8;
  private static final Duration HOUR = Duration.ofHours(1);

  private final RunningSystem system = RunningSystem.get();
  private final Journey journey = new Journey(system);

  private record Asked(String nonce, byte[] request, byte[] response) {}

  private static String sha256(byte[] octets) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private Asked ask(BigInteger serial) {
    byte[] nonce = new byte[16];
    new Random().nextBytes(nonce);
    byte[] request = new OcspQuestion(system).about(serial).withNonce(nonce).encoded();
    return new Asked(HexFormat.of().formatHex(nonce), request, send(request));
  }

  private byte[] send(byte[] request) {
    return system
        .anonymous()
        .postUri(system.uri("ocsp"), "application/ocsp-request", request)
        .expect(200)
        .octets();
  }

  private List<String> records(Instant from) {
    JsonNode found =
        journey
            .as("system-auditor-1")
            .get("/audit/records?type=OCSP_ANSWERED&limit=500&from=" + from)
            .expect(200)
            .json()
            .get("records");
    List<String> texts = new ArrayList<>();
    found.forEach(record -> texts.add(record.toString()));
    return texts;
  }

  @Test
  @Requirement("RS3.1")
  void everyAnswerThatCameHasExactlyOneRecordOfItAndOfItsQuestion() throws Exception {
    BigInteger serial = journey.issue(Subscriber.named("Asked")).certificate().getSerialNumber();
    Instant from = Instant.now().minusSeconds(1);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<Future<Asked>> all = new ArrayList<>();
    try {
      for (int i = 0; i < QUESTIONS; i++) {
        all.add(threads.submit(() -> ask(serial)));
      }
      List<Asked> asked = new ArrayList<>();
      for (Future<Asked> each : all) {
        asked.add(each.get());
      }
      List<String> records = records(from);
      for (Asked each : asked) {
        List<String> own = records.stream().filter(text -> text.contains(each.nonce())).toList();
        assertEquals(1, own.size(), "records of one question");
        String text = own.get(0);
        assertTrue(text.contains(sha256(each.request())), text);
        assertTrue(text.contains(sha256(each.response())), text);
        assertTrue(text.contains("127.0.0.1") && text.contains("=GOOD"), text);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  @Requirement(value = "RS3.1", kind = Kind.NEGATIVE)
  void whatIsNoQuestionAndWhatIsNotOursIsRecordedToo() {
    Instant from = Instant.now().minusSeconds(1);
    byte[] garbage = new byte[40];
    new Random().nextBytes(garbage);
    send(garbage);
    byte[] foreign =
        new OcspQuestion(system)
            .about(system.certificate("root.pem"), new BigInteger(100, new Random()))
            .encoded();
    send(foreign);
    List<String> records = records(from);
    for (byte[] request : List.of(garbage, foreign)) {
      List<String> own = records.stream().filter(text -> text.contains(sha256(request))).toList();
      assertEquals(1, own.size());
      assertTrue(own.get(0).contains("REFUSED"), own.get(0));
    }
  }

  @Test
  @Requirement({"RM1.1", "RM1.1-s2", "EIDAS-24.3.a"})
  void requestsHaveTheirEffectAtOnceAndNoneEverTookAnHour() {
    String serial = journey.issue(Subscriber.named("Prompt")).serial();
    JsonNode done =
        journey
            .changeStatus("revocation-officer-1", serial, Map.of("action", "suspend"))
            .expect(200)
            .json();
    Duration taken =
        Duration.between(
            Instant.parse(done.get("receivedAt").asText()),
            Instant.parse(done.get("effectAt").asText()));
    assertTrue(taken.compareTo(HOUR) < 0, taken.toString());
    List<String> late =
        new Node(system)
            .query(
                "select id from status_change_request where state = 'DONE'"
                    + " and effect_at - received_at > interval '1 hour'");
    assertEquals(List.of(), late);
  }
}
