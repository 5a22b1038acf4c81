package org.opentws.hsm.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentws.hsm.HsmUnavailable;
import org.opentws.hsm.KeyProtection;
import org.opentws.hsm.SigningUse;

/** A lost device makes calls fail soon and clearly; when it is back, service resumes by itself. */
class TokenHealingTest {
  private static final byte[] DATA = "what is signed".getBytes(UTF_8);

  private SoftHsm.Token token;
  private SoftHsm.Fault fault;
  private TokenAccess access;

  @BeforeEach
  void openThroughTheFaultModule() throws Exception {
    SoftHsm softHsm = SoftHsm.prepare();
    token = softHsm.newToken();
    fault = softHsm.newFault();
    access = new TokenAccess(token.settings(fault.module()));
    access.generateKeyPair("key", "EC:secp256r1", KeyProtection.NEVER_LEAVES);
    access.storeCertificate("key", SoftHsm.selfSigned(access, "key", Instant.now()));
    access.generateKeyPair("uncertified", "EC:secp256r1", KeyProtection.NEVER_LEAVES);
    sign();
  }

  @AfterEach
  void close() {
    access.close();
  }

  @Test
  void removedAndReturnedDeviceSignsAgain() throws Exception {
    long before = access.generation();
    fault.begin("removed");
    String words = SoftHsm.refusal(this::sign);
    assertTrue(words.contains(token.label()), words);
    assertThrows(HsmUnavailable.class, access::ensureOpen);
    assertEquals(0, access.generation());
    fault.end("removed");
    signsWithin(Duration.ofSeconds(3));
    assertNotEquals(before, access.generation());
    access.sign("uncertified", SigningUse.OWN_CERTIFICATE, "SHA256withECDSA", DATA);
  }

  @Test
  void sessionLossIsNotEvenNoticedByTheCaller() throws Exception {
    fault.begin("removed");
    // Any other login of the process notices the loss; ours does not ask before its next signature.
    try (TokenAccess other = new TokenAccess(token.settings(fault.module()))) {
      assertThrows(HsmUnavailable.class, other::ensureOpen);
    }
    fault.end("removed");
    assertDoesNotThrow(this::sign);
  }

  /** In the words of PKCS#11: what is called next when the device closes all sessions. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "C_SignInit",
        "C_Sign",
        "C_SignInit C_OpenSession",
        "C_SignInit C_Login",
        "C_SignInit C_GetTokenInfo",
        "C_SignInit C_FindObjectsInit",
        "C_SignInit C_FindObjects",
        "C_SignInit C_FindObjectsFinal",
        "C_SignInit C_GetAttributeValue",
        "C_SignInit C_GetSessionInfo",
        "C_SignInit C_SignInit",
        "C_Sign C_Sign",
        "C_Sign C_FindObjects C_GetAttributeValue",
      })
  void sessionLossesInARowAreNotNoticedEither(String functions) throws Exception {
    fault.loseSessionsAt(List.of(functions.split(" ")));
    assertDoesNotThrow(this::sign);
    assertTrue(fault.hasLostAllSessions());
  }

  @Test
  void deviceErrorPasses() throws Exception {
    fault.begin("error");
    String words = SoftHsm.refusal(this::sign);
    assertTrue(words.contains("CKR_DEVICE_ERROR"), words);
    fault.end("error");
    signsWithin(Duration.ofSeconds(3));
  }

  @Test
  void whileTheDeviceIsAwayItIsNotAskedAtEveryCall() throws Exception {
    fault.begin("removed");
    assertThrows(HsmUnavailable.class, this::sign);
    assertThrows(HsmUnavailable.class, this::sign);
    long begin = System.nanoTime();
    String words = "";
    for (int call = 0; call < 50; call++) {
      words = SoftHsm.refusal(this::sign);
    }
    assertTrue(System.nanoTime() - begin < Duration.ofSeconds(2).toNanos(), "calls must fail fast");
    assertTrue(words.contains("asked again shortly"), words);
    fault.end("removed");
    signsWithin(Duration.ofSeconds(8));
  }

  @Test
  void hangingCallIsGivenUpAndCostsNoMoreThanItsThread() throws Exception {
    fault.begin("hang");
    ExecutorService callers = Executors.newFixedThreadPool(20);
    try {
      long begin = System.nanoTime();
      Future<?>[] calls = new Future<?>[40];
      for (int call = 0; call < calls.length; call++) {
        calls[call] = callers.submit(() -> assertThrows(HsmUnavailable.class, this::sign));
      }
      for (Future<?> call : calls) {
        call.get(20, TimeUnit.SECONDS);
      }
      // Two may hang (1 s); the others wait for their turn (0.5 s each, two rounds of twenty).
      assertTrue(System.nanoTime() - begin < Duration.ofSeconds(5).toNanos());
      long threads =
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> thread.getName().equals("hsm-" + token.label()))
              .count();
      assertTrue(threads <= 2, threads + " threads hang");
    } finally {
      callers.shutdownNow();
      fault.end("hang");
    }
    signsWithin(Duration.ofSeconds(3));
  }

  @Test
  void hangingDeviceDoesNotHoldUpTheShutdown() throws Exception {
    TokenAccess leaving = new TokenAccess(token.settings(fault.module()));
    leaving.ensureOpen();
    fault.begin("hang");
    try {
      long begin = System.nanoTime();
      leaving.close();
      assertTrue(System.nanoTime() - begin < Duration.ofSeconds(3).toNanos());
      assertThrows(HsmUnavailable.class, leaving::keyLabels);
    } finally {
      fault.end("hang");
    }
  }

  @Test
  void keyMadeAfterTheCallerGaveUpIsDestroyed() throws Exception {
    TokenSettings hasty =
        new TokenSettings(
            fault.module(),
            new TokenSettings.TokenName(token.label(), ""),
            PinSource.file(token.pinFile()),
            new TokenSettings.Bounds(1, Duration.ofMillis(500), Duration.ofMillis(40)));
    try (TokenAccess access = new TokenAccess(hasty)) {
      signsWithin(Duration.ofSeconds(3));
      fault.begin("hang");
      assertThrows(
          HsmUnavailable.class,
          () -> access.generateKeyPair("late", "EC:secp256r1", KeyProtection.NEVER_LEAVES));
      fault.end("hang");
    }
    signsWithin(Duration.ofSeconds(3));
    assertTrue(!access.keyLabels().contains("late"), "nothing is half done");
  }

  @Test
  void tokenInitialisedAnewServesWithItsNewPin() throws Exception {
    fault.begin("removed");
    assertThrows(HsmUnavailable.class, access::ensureOpen);
    SoftHsm.initialiseAgain(token, "second-pin-1234");
    fault.end("removed");
    Thread.sleep(LoginPause.FIRST.toMillis() * 2);
    String words = SoftHsm.refusal(this::sign);
    assertTrue(words.contains("the PIN is wrong"), words);
    SoftHsm.writePin(token.pinFile(), "second-pin-1234");
    words = SoftHsm.refusal(this::sign);
    assertTrue(words.contains("no key labelled key"), words);
    access.generateKeyPair("key", "EC:secp256r1", KeyProtection.NEVER_LEAVES);
    access.sign("key", SigningUse.OWN_CERTIFICATE, "SHA256withECDSA", DATA);
  }

  private void sign() {
    access.sign("key", SigningUse.TLS, "SHA256withECDSA", DATA);
  }

  private void signsWithin(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      try {
        sign();
        return;
      } catch (HsmUnavailable e) {
        if (System.nanoTime() > end) {
          throw e;
        }
        Thread.sleep(50);
      }
    }
  }
}
