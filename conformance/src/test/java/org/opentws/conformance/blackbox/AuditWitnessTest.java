package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;

/** Outside witnesses cosign checkpoints of the audit log (AA7.1), and find a log that lies. */
@Tag("blackbox")
class AuditWitnessTest {
  private static final int SECONDS_MAX = 60;

  private final RunningSystem system = RunningSystem.get();
  private final Node node = new Node(system);
  private final Journey journey = new Journey(system);
  private final AuditLook look = new AuditLook(system);

  private void set(String name, String value) {
    journey.auditParameter(name, value);
  }

  /** The witness is asked at once, and may be silent for a second. */
  private WitnessServer witness() throws Exception {
    WitnessServer witness = new WitnessServer(auditKey());
    set("witness-period-seconds", "1");
    set("witness-patience-seconds", "1");
    set("witnesses", witness.verifierKey() + " " + witness.url());
    return witness;
  }

  private PublicKey auditKey() throws IOException {
    try (Superuser database = new Superuser(system)) {
      String hex =
          database
              .texts("select encode(certificate, 'hex') from audit_signer order by at desc limit 1")
              .get(0);
      return RunningSystem.certificate(HexFormat.of().parseHex(hex)).getPublicKey();
    }
  }

  @AfterEach
  void asBefore() {
    set("witnesses", "");
    set("witness-period-seconds", "60");
    set("witness-patience-seconds", "600");
    for (String kind : List.of("WITNESS_SILENT", "WITNESS_DISAGREES")) {
      look.openAlarm(kind).ifPresent(journey::acknowledge);
    }
  }

  private static void cosigns(WitnessServer witness, long size) {
    Within.seconds(SECONDS_MAX)
        .until("a cosignature over " + size + " records", () -> witness.size() >= size);
  }

  /** Looking is recorded, so there is a new checkpoint; an idle log has nothing to be cosigned. */
  private void somethingHappens() {
    look.records(Map.of("type", "AUDIT_STARTED"));
  }

  private boolean happensAndIsMissed(String alarm) {
    somethingHappens();
    return look.openAlarm(alarm).isPresent();
  }

  private long records() {
    return look.status().get("sealedRecords").asLong();
  }

  @Test
  @Requirement({"AA7.1", "AA7.2"})
  void witnessCosignsAndItsCosignatureIsShownWithTheCheckpoint(@TempDir Path folder)
      throws Exception {
    try (WitnessServer witness = witness()) {
      long before = records();
      cosigns(witness, before);
      somethingHappens();
      cosigns(witness, before + 1);
      Path kept = system.folder().resolve("../audit/cosigned");
      Within.seconds(SECONDS_MAX).until("the file", () -> holds(witness, kept));
      String proof = look.auditor().get("/audit/records/1/proof").expect(200).text();
      assertTrue(witness.cosigned().stream().anyMatch(proof::contains), proof);
      JsonNode verified = look.verification();
      assertEquals("OK", verified.get("result").asText(), verified.toString());
      assertTrue(
          verified.get("remarks").toString().contains("were cosigned by " + witness.name()),
          verified.toString());
      Path export = folder.resolve("export");
      node.launcher("audit", "export", export.toString()).expectOk();
      assertTrue(holds(witness, export.resolve("cosigned")));
      String said = node.auditVerified();
      assertTrue(said.contains("were cosigned by " + witness.name()), said);
    }
  }

  private static boolean holds(WitnessServer witness, Path note) {
    try {
      String text = Files.exists(note) ? Files.readString(note) : "";
      return witness.cosigned().stream().anyMatch(text::contains);
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  @Requirement(
      value = {"AA7.1", "AA6.1"},
      kind = Kind.NEGATIVE)
  void witnessThatIsDownHoldsNothingUpIsMissedAndComesBack() throws Exception {
    WitnessServer witness = witness();
    String value = witness.verifierKey() + " " + witness.url();
    try (witness) {
      cosigns(witness, records());
      set("witnesses", witness.verifierKey() + " http://127.0.0.1:1/nobody");
      Within.seconds(SECONDS_MAX).until("the alarm", () -> happensAndIsMissed("WITNESS_SILENT"));
      assertTrue(look.status().get("writable").asBoolean());
      assertEquals("OK", look.verification().get("result").asText());
      set("witnesses", value);
      cosigns(witness, records());
    }
  }

  @Test
  @Requirement(
      value = {"AA7.1", "AA7.2", "AA6.1"},
      kind = Kind.NEGATIVE)
  void witnessThatKnowsAnotherLogRaisesAnAlarm() throws Exception {
    try (WitnessServer witness = witness()) {
      cosigns(witness, records());
      witness.remembers(100);
      somethingHappens();
      String detail =
          Within.seconds(SECONDS_MAX)
              .get("the alarm", () -> look.openAlarm("WITNESS_DISAGREES"))
              .get("detail")
              .asText();
      assertTrue(detail.contains(witness.name()), detail);
      assertTrue(detail.contains("does not continue"), detail);
    }
    // The log goes on: one witness alone stops nobody.
    assertTrue(look.status().get("writable").asBoolean());
  }

  @Test
  @Requirement(
      value = {"AA7.1", "AA7.2"},
      kind = Kind.NEGATIVE)
  void cosignatureThatDoesNotHoldIsNeitherKeptNorVerified(@TempDir Path folder) throws Exception {
    try (WitnessServer witness = witness()) {
      cosigns(witness, records());
      try (TamperedCopy copy = TamperedCopy.of(system, folder)) {
        assertEquals(0, copy.verify().code());
        copy.tamper(
            "update audit_cosignature set value = overlay(value placing '\\x00'::bytea from 20)");
        TamperedCopy.Verdict verdict = copy.verify();
        assertEquals(1, verdict.code(), verdict.said());
        assertTrue(verdict.said().contains("the cosignature of " + witness.name()));
      }
      // One that is open already would say nothing of this witness.
      look.openAlarm("WITNESS_SILENT").ifPresent(journey::acknowledge);
      witness.lying = true;
      somethingHappens();
      Within.seconds(SECONDS_MAX).until("a lie", () -> !witness.lies().isEmpty());
      Within.seconds(SECONDS_MAX).until("the alarm", () -> happensAndIsMissed("WITNESS_SILENT"));
      String lie = witness.lies().get(0);
      String proof = look.auditor().get("/audit/records/1/proof").expect(200).text();
      assertFalse(proof.contains(lie), proof);
    }
  }
}
