package org.opentws.certificategeneration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.Outcome;

/** The crash table of docs/issuance.md: each call to the outside, each way in which it can fail. */
class IssuanceFaultTableTest {
  private final IssuanceWorld world = new IssuanceWorld();

  static Stream<Arguments> faults() {
    return IssuanceWorld.CALLS.stream()
        .flatMap(call -> Stream.of(IssuanceWorld.Fault.values()).map(f -> Arguments.of(call, f)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("faults")
  void whateverFailsThereIsOneCertificateAndItIsAccountedFor(
      String call, IssuanceWorld.Fault fault) {
    CertificateRequest request = world.request("application-1");
    world.set(call, fault);
    assertThrows(
        Throwable.class,
        () -> world.generate(world.sealed("nonce-1", request)),
        "the fault must be felt");
    assertNothingIsHalfDone();
    // What was acknowledged before may be kept: only a lost answer of the commit leaves one.
    Set<String> kept = new HashSet<>(world.certificates.keySet());
    boolean committed =
        call.equals("commit")
            && (fault == IssuanceWorld.Fault.FAILS_BUT_DONE
                || fault == IssuanceWorld.Fault.DIES_AFTER);
    assertEquals(committed ? 1 : 0, kept.size());

    // The caller asks again, with a new seal, as registration does.
    world.clearFault();
    GeneratedCertificate generated = world.generate(world.sealed("nonce-2", request));
    assertEquals(Set.of(generated.serial().hex()), world.certificates.keySet());
    if (committed) {
      assertEquals(kept, world.certificates.keySet(), "the first certificate is given again");
    }
    assertNothingIsHalfDone();
    assertEquals(generated, world.generate(world.sealed("nonce-3", request)), "and again");
    assertNothingIsHalfDone();
  }

  private void assertNothingIsHalfDone() {
    // Certificate, status and success record exist together or not.
    assertEquals(world.certificates.keySet(), world.statuses);
    assertEquals(
        world.certificates.size(),
        world.recorded(AuditEventType.CERTIFICATE_GENERATED, Outcome.SUCCESS));
    // No serial was signed twice, none without reservation, none without an intent.
    assertEquals(world.signedSerials.size(), new HashSet<>(world.signedSerials).size());
    assertTrue(world.reserved.containsAll(world.signedSerials));
    Set<String> intents = new HashSet<>();
    for (AuditEvent event : world.durableRecords) {
      if (event.type() == AuditEventType.CERTIFICATE_INTENT) {
        intents.add(event.object());
      }
    }
    for (String serial : world.signedSerials) {
      assertTrue(intents.contains("certificate:issuing/" + serial));
    }
    assertTrue(world.signedSerials.containsAll(world.certificates.keySet()));
  }

  @Test
  void outsideIsCalledInTheOrderOfTheDesign() {
    world.generate(world.sealed("nonce-1", world.request("application-1")));
    assertEquals(IssuanceWorld.CALLS, world.calls);
  }

  @Test
  void failureAfterTheIntentClosesItInTheLog() {
    for (String call : List.of("keys.sign", "certificates.store", "event.fire", "audit.record")) {
      IssuanceWorld fresh = new IssuanceWorld();
      fresh.set(call, IssuanceWorld.Fault.FAILS);
      assertThrows(
          RuntimeException.class,
          () -> fresh.generate(fresh.sealed("nonce-1", fresh.request("application-1"))));
      assertEquals(1, fresh.recorded(AuditEventType.CERTIFICATE_GENERATED, Outcome.FAILURE), call);
    }
  }
}
