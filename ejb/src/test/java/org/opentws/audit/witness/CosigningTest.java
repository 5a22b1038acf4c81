package org.opentws.audit.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.opentws.audit.witness.SmallWitness.NOW;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.opentws.audit.AlarmKind;
import org.opentws.audit.AuditParameter;
import org.opentws.audit.Witness;
import org.opentws.audit.format.BrokenLog;
import org.opentws.audit.format.SignedNote;
import org.opentws.audit.format.WitnessKey;
import org.opentws.value.Der;

class CosigningTest {
  private static final WitnessRound.Terms TERMS =
      new WitnessRound.Terms(Duration.ofSeconds(10), Duration.ofSeconds(60));

  private final SmallWitness witness = new SmallWitness("witness.example/w1");
  private final GrowingLog log = new GrowingLog();
  private final Cosigning cosigning = new Cosigning(log, witness);
  private final List<AlarmKind> alarms = new ArrayList<>();
  private final WitnessRound round =
      new WitnessRound(cosigning, (kind, detail) -> alarms.add(kind));

  CosigningTest() throws GeneralSecurityException {}

  @Test
  void honestWitnessCosignsEachCheckpointOnce() throws Exception {
    assertTrue(cosigning.round(witness.witness(), NOW).isEmpty(), "nothing is signed yet");
    for (int size : new int[] {1, 2, 300, 65_600}) {
      log.grow("record ", size);
      Cosigning.Done done = cosigning.round(witness.witness(), NOW).orElseThrow();
      assertEquals(NOW, done.cosignedAt());
      assertTrue(cosigning.round(witness.witness(), NOW).isEmpty());
    }
    assertEquals(4, log.kept.size());
    assertEquals(1 + 2 + 300 + 65_600, witness.size);
    Der value = log.kept.get(3).value();
    WitnessKey key = witness.witness().key();
    SignedNote note = log.newest().orElseThrow();
    assertEquals(NOW, key.cosigned(note.text(), value).orElseThrow());
    assertTrue(key.cosigned(note.text() + "more\n", value).isEmpty());
  }

  @Test
  void witnessThatKnowsMoreThanOurDatabaseSaysIsAskedFromThere() throws Exception {
    log.grow("record ", 10);
    cosigning.round(witness.witness(), NOW);
    log.kept.clear();
    log.grow("record ", 7);
    assertTrue(cosigning.round(witness.witness(), NOW).isPresent());
    assertEquals(17, witness.size);
  }

  @Test
  void logThatWasSetBackIsFoundByTheWitness() throws Exception {
    log.grow("record ", 10);
    cosigning.round(witness.witness(), NOW);
    GrowingLog shorter = new GrowingLog().grow("record ", 5);
    WitnessFailed failure =
        assertThrows(
            WitnessFailed.class,
            () -> new Cosigning(shorter, witness).round(witness.witness(), NOW));
    assertTrue(failure.disagrees());
  }

  @Test
  void logThatWasRewrittenIsFoundByTheWitness() throws Exception {
    log.grow("record ", 10);
    cosigning.round(witness.witness(), NOW);
    for (int size : new int[] {10, 20}) {
      GrowingLog other = new GrowingLog().grow("forged ", size);
      WitnessFailed failure =
          assertThrows(
              WitnessFailed.class,
              () -> new Cosigning(other, witness).round(witness.witness(), NOW));
      assertTrue(failure.disagrees(), failure.getMessage());
      assertEquals(List.of(), other.kept);
    }
  }

  @Test
  void cosignatureThatDoesNotHoldIsNotKept() {
    log.grow("record ", 10);
    witness.signsOtherThings = true;
    WitnessFailed failure =
        assertThrows(WitnessFailed.class, () -> cosigning.round(witness.witness(), NOW));
    assertFalse(failure.disagrees());
    witness.signsOtherThings = false;
    witness.now = NOW.plusSeconds(3600);
    assertThrows(WitnessFailed.class, () -> cosigning.round(witness.witness(), NOW));
    assertEquals(List.of(), log.kept);
  }

  @Test
  void witnessThatIsDownIsAskedAtItsRhythmAndMissedAfterAWhile() {
    log.grow("record ", 10);
    witness.down = true;
    for (int second = 0; second <= 59; second++) {
      round.ask(witness.witness(), TERMS, NOW.plusSeconds(second));
    }
    assertEquals(6, witness.asked);
    assertEquals(List.of(), alarms);
    for (int second = 60; second < 120; second++) {
      round.ask(witness.witness(), TERMS, NOW.plusSeconds(second));
    }
    assertEquals(List.of(AlarmKind.WITNESS_SILENT), alarms);
    witness.down = false;
    assertTrue(round.ask(witness.witness(), TERMS, NOW.plusSeconds(130)).isPresent());
    assertEquals(1, log.kept.size());
  }

  @Test
  void witnessThatContradictsUsIsAnAlarmAtOnceAndOnlyOnce() {
    witness.size = 99;
    log.grow("record ", 10);
    for (int second = 0; second < 100; second++) {
      round.ask(witness.witness(), TERMS, NOW.plusSeconds(second));
    }
    assertEquals(List.of(AlarmKind.WITNESS_DISAGREES), alarms);
  }

  @Test
  void parameterNamesWitnessesByTheirKeysAsTheyPublishThem() {
    String key = SmallWitness.verifierKey(witness.witness().key());
    String value = key + " https://witness.example/api/";
    assertEquals(List.of(witness.witness()), Witness.list(value));
    assertTrue(AuditParameter.WITNESSES.accepts(value));
    assertTrue(AuditParameter.WITNESSES.accepts(""));
    for (String wrong :
        List.of(
            key,
            key + " file:///etc/passwd",
            key.replace("w1+", "w2+") + " https://witness.example",
            value + ", " + value,
            "witness.example/w1+00000000+AAAA https://witness.example")) {
      assertFalse(AuditParameter.WITNESSES.accepts(wrong), wrong);
    }
    assertThrows(BrokenLog.class, () -> WitnessKey.parse("no key"));
  }
}
