package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.tsp.TimeStampToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;

/**
 * Two nodes stamp at once and one is killed (kill -9), again and again: no serial number comes
 * twice, and whatever a client received is in the archive. {@code -Dopentws.stamps=1000000
 * -Dopentws.kills=5 -Dopentws.clients=48} makes it a million tokens and five deaths.
 */
@Tag("blackbox")
@Order(Faults.TIME_SOURCES)
class TwoNodeStampingTest {
  private static final int TOKENS = Integer.getInteger("opentws.stamps", 3000);
  private static final int CLIENTS = Integer.getInteger("opentws.clients", 8);
  private static final int ROUNDS = Integer.getInteger("opentws.kills", 1);

  private final RunningSystem system = RunningSystem.get();
  private final SecondNode other = new SecondNode(system);
  private final StampClient first = new StampClient(system.anonymous(), system.uri("tsa"));

  /** What clients received, by serial number. */
  private final Map<BigInteger, byte[]> received = new ConcurrentHashMap<>();

  private final AtomicInteger wanted = new AtomicInteger();

  @AfterEach
  void endSecondNode() {
    other.stop();
  }

  @Test
  @Requirement({"TS3.1", "TS6.1"})
  void nothingComesTwiceAndNothingIsLostWhenNodesDie() throws Exception {
    for (int round = 1; round <= ROUNDS; round++) {
      other.start(Map.of());
      awaitBoth();
      wanted.set(TOKENS * round / ROUNDS);
      stampWhile(other::kill);
    }
    assertTrue(received.size() >= TOKENS, received.size() + " tokens");
    compareWithArchive();
  }

  private void awaitBoth() {
    for (StampClient node : List.of(first, other.stamps())) {
      Within.seconds(60).until("a time-stamp", () -> node.outcome().equals("granted"));
    }
  }

  /** Half of the clients ask the first node, half the other, which dies in the midst of it. */
  private void stampWhile(Runnable fault) throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    AtomicBoolean dead = new AtomicBoolean();
    List<Future<?>> work = new ArrayList<>();
    try {
      for (int i = 0; i < CLIENTS; i++) {
        boolean here = i % 2 == 0;
        work.add(clients.submit(() -> stampUntilEnough(here, dead)));
      }
      int begun = received.size();
      Within.seconds(120)
          .until("tokens of both", () -> received.size() > begun + TOKENS / ROUNDS / 4);
      dead.set(true);
      fault.run();
      for (Future<?> each : work) {
        each.get();
      }
    } finally {
      clients.shutdownNow();
    }
  }

  private void stampUntilEnough(boolean here, AtomicBoolean dead) {
    StampClient node = here ? first : other.stamps();
    while (received.size() < wanted.get() && (here || !dead.get())) {
      try {
        TimeStampToken token = node.granted("kill " + received.size());
        byte[] twice =
            received.put(
                token.getTimeStampInfo().getSerialNumber(), token.toCMSSignedData().getEncoded());
        assertEquals(null, twice, "a serial number came twice");
      } catch (java.io.IOException | RuntimeException e) {
        assertTrue(!here && dead.get(), "a living node failed: " + e);
      }
    }
  }

  private void compareWithArchive() throws Exception {
    received.values().parallelStream().forEach(this::verify);
    Node node = new Node(system);
    List<String> archived =
        node.query(
            "SELECT encode(serial, 'hex') || encode(sha256(token), 'hex') FROM time_stamp_archive");
    Map<String, String> digests = new HashMap<>();
    for (String row : archived) {
      String serial = row.substring(0, row.length() - 64);
      assertEquals(null, digests.put(serial, row.substring(row.length() - 64)), "archived twice");
    }
    for (Map.Entry<BigInteger, byte[]> each : received.entrySet()) {
      String serial = HexFormat.of().formatHex(each.getKey().toByteArray());
      assertEquals(
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(each.getValue())),
          digests.get(serial),
          serial + " was received and is not in the archive as it was received");
    }
  }

  private void verify(byte[] encoded) {
    try {
      TimeStampToken token = new TimeStampToken(ContentInfo.getInstance(encoded));
      X509CertificateHolder unit =
          (X509CertificateHolder)
              token.getCertificates().getMatches(token.getSID()).iterator().next();
      token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(unit));
    } catch (Exception e) {
      throw new AssertionError("not a token that verifies", e);
    }
  }
}
