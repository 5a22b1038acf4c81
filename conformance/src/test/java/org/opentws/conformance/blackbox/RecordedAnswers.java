package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Many questions for the status of the demo's certificate: each that is answered is in the log. */
final class RecordedAnswers {
  private final RunningSystem system;
  private final int questions;

  /** Digests of the requests that were answered. */
  private final List<String> answered = Collections.synchronizedList(new ArrayList<>());

  /**
   * None asked yet.
   *
   * @param questions how many each thread asks
   */
  RecordedAnswers(RunningSystem system, int questions) {
    this.system = system;
    this.questions = questions;
  }

  int count() {
    return answered.size();
  }

  /**
   * Begins to ask in a thread of its own.
   *
   * @param mustAnswer whether the node may not be away now
   */
  Thread ask(URI ocsp, AtomicBoolean mustAnswer) {
    Thread thread =
        new Thread(
            () -> {
              Client client = system.anonymous();
              for (int i = 0; i < questions; i++) {
                byte[] request = request();
                Optional<Integer> status = ask(client, ocsp, request);
                if (status.isPresent()) {
                  answered.add(sha256(request));
                } else if (mustAnswer.get()) {
                  throw new AssertionError(ocsp + " did not answer");
                } else {
                  return;
                }
              }
            });
    thread.start();
    return thread;
  }

  /** A nonce makes each one different. */
  private byte[] request() {
    byte[] nonce =
        sha256(
                (Thread.currentThread().getName() + System.nanoTime())
                    .getBytes(StandardCharsets.UTF_8))
            .substring(0, 32)
            .getBytes(StandardCharsets.UTF_8);
    return new OcspQuestion(system)
        .about(new BigInteger(system.value("serial"), 16))
        .withNonce(nonce)
        .encoded();
  }

  private static String sha256(byte[] octets) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Optional<Integer> ask(Client client, URI ocsp, byte[] request) {
    try {
      Client.Answer answer = client.postUri(ocsp, "application/ocsp-request", request);
      return answer.octets().length > 5 ? Optional.of(answer.status()) : Optional.empty();
    } catch (java.io.UncheckedIOException e) {
      return Optional.empty();
    }
  }

  void assertAllRecorded(Instant from) {
    AuditLook look = new AuditLook(system);
    JsonNode all =
        look.auditor()
            .get("/audit/export?format=json&type=OCSP_ANSWERED&from=" + from)
            .expect(200)
            .json();
    List<String> missing = new ArrayList<>(answered);
    all.forEach(record -> missing.remove(record.get("details").get("requestSha256").asText()));
    assertEquals(List.of(), missing, "answered and not recorded");
    assertEquals("OK", look.verification().get("result").asText());
  }
}
