package org.opentws.revocationstatus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.opentws.revocationstatus.OcspWorld.SERIAL;
import static org.opentws.revocationstatus.OcspWorld.nonce;
import static org.opentws.revocationstatus.OcspWorld.request;
import static org.opentws.revocationstatus.OcspWorld.status;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentws.audit.AuditEventType;
import org.opentws.certificategeneration.ObservedEvents;
import org.opentws.revocationstatus.store.CertificateState;
import org.opentws.revocationstatus.store.ChangeChain;
import org.opentws.revocationstatus.store.ChangeSeal;
import org.opentws.revocationstatus.store.Heartbeat;
import org.opentws.revocationstatus.store.SealedChange;
import org.opentws.revocationstatus.store.SealedHeartbeat;
import org.opentws.revocationstatus.store.StatusChangeRow;
import org.opentws.revocationstatus.store.StatusRow;
import org.opentws.value.Der;

/** What a node answers from memory, what it reads again, and whom it believes (RS1.1, RS1.3). */
class StatusReaderTest {
  private final OcspWorld world;

  StatusReaderTest(@TempDir Path state) {
    world = new OcspWorld(state);
    world.beat();
  }

  private OcspAnswer get() throws Exception {
    return world.answer(
        new OcspCall(Der.of(request(List.of(world.id(SERIAL)))), "192.0.2.1", true));
  }

  private OcspAnswer ask() throws Exception {
    return world.answer(request(List.of(world.id(SERIAL)), nonce(8)));
  }

  private void revoke() {
    world.change(CertificateState.REVOKED, Optional.of(CRLReason.keyCompromise), Optional.empty());
  }

  private void suspend() {
    world.change(
        CertificateState.SUSPENDED, Optional.of(CRLReason.certificateHold), Optional.empty());
  }

  private void replaceChange(int at, SealedChange other) {
    world.repository.changes.set(at, other);
  }

  @Test
  void rowIsReadOnceWhileNothingChanges() throws Exception {
    ask();
    ask();
    assertEquals(1, world.repository.rowsRead);
    revoke();
    assertInstanceOf(RevokedStatus.class, world.single(ask()).getCertStatus());
    assertEquals(2, world.repository.rowsRead);
  }

  @Test
  void answerIsGivenAgainOnlyUntilSomethingChangesOnWhateverNode() throws Exception {
    OcspAnswer first = get();
    assertEquals(first.response(), get().response());
    suspend();
    assertInstanceOf(RevokedStatus.class, world.single(get()).getCertStatus());
    world.change(CertificateState.GOOD, Optional.empty(), Optional.empty());
    OcspAnswer reinstated = get();
    assertNull(world.single(reinstated).getCertStatus());
    assertTrue(!first.response().equals(reinstated.response()), "not the one from before");
  }

  @Test
  void withoutHeartbeatNothingComesFromMemory() throws Exception {
    OcspAnswer first = get();
    assertEquals(first.response(), get().response());
    int read = world.repository.rowsRead;
    world.time.nanos += Duration.ofSeconds(11).toNanos();
    world.time.now = world.time.now.plusSeconds(11);
    assertTrue(!first.response().equals(get().response()));
    ask();
    assertEquals(read + 2, world.repository.rowsRead);
    world.beat();
    ask();
    ask();
    assertEquals(read + 3, world.repository.rowsRead);
  }

  @Test
  void oldOrForeignHeartbeatIsNone() {
    world.heartbeatRows.rows.clear();
    world.time.nanos += Duration.ofSeconds(11).toNanos();
    Heartbeat old = new Heartbeat("a", world.time.now().minusSeconds(11), world.repository.chain);
    world.heartbeatRows.write(new SealedHeartbeat(old, world.keys.sealing().seal(old.text())));
    Heartbeat foreign = new Heartbeat("b", world.time.now(), world.repository.chain);
    byte[] forged = SoftwareCa.sign(SoftwareCa.keyPair(), foreign.text());
    String keyId = world.heartbeatRows.rows.get(0).seal().keyId();
    world.heartbeatRows.write(new SealedHeartbeat(foreign, new ChangeSeal(keyId, Der.of(forged))));
    world.heartbeats.listen();
    assertFalse(world.heartbeats.areHeard());
    assertEquals(1, world.audit.of(AuditEventType.ALARM_RAISED).size());
  }

  @Test
  void heartbeatThatKnowsMoreThanTheLogStopsAllAnswers() throws Exception {
    suspend();
    world.beat();
    world.repository.changes.clear();
    Heartbeat ahead =
        new Heartbeat("b", world.time.now(), new ChangeChain(2, world.repository.chain.link()));
    world.heartbeatRows.write(new SealedHeartbeat(ahead, world.keys.sealing().seal(ahead.text())));
    world.heartbeats.listen();
    assertEquals(OCSPResp.INTERNAL_ERROR, status(ask()));
  }

  @Test
  void answerOfItsTimeIsNotGivenAgain() throws Exception {
    OcspAnswer first = get();
    world.time.now = world.time.now.plusSeconds(59);
    assertEquals(first.response(), get().response());
    world.time.now = world.time.now.plusSeconds(2);
    assertTrue(!first.response().equals(get().response()));
  }

  @Test
  void revocationWhileTheRowsAreReadIsSeen() throws Exception {
    ask();
    // Another node commits between the look into memory and the end of the reading.
    world.repository.changes.clear();
    suspend();
    assertInstanceOf(RevokedStatus.class, world.single(ask()).getCertStatus());
    world.repository.meanwhile = this::revoke;
    ask();
    RevokedStatus now = assertInstanceOf(RevokedStatus.class, world.single(ask()).getCertStatus());
    assertEquals(CRLReason.keyCompromise, now.getRevocationReason());
  }

  @Test
  void ownChangeWhileTheRowsAreReadIsNotMissedInThem() throws Exception {
    world.changesItself();
    world.repository.meanwhile = this::suspend;
    assertNull(world.single(ask()).getCertStatus());
    assertInstanceOf(RevokedStatus.class, world.single(ask()).getCertStatus());
    revoke();
    assertInstanceOf(RevokedStatus.class, world.single(ask()).getCertStatus());
    assertEquals(2, world.known.chain().sequence());
  }

  /** With many askers the log is read between a commit and the word of it. */
  @Test
  void ownChangeThatTheLogShowsFirstIsNotWaitedFor() throws Exception {
    List<CommittedChange> told = new ArrayList<>();
    world.database.committed =
        new ObservedEvents<>(
            change -> {
              world.reader.expected(change);
              told.add(change);
            });
    suspend();
    assertInstanceOf(RevokedStatus.class, world.single(ask()).getCertStatus());
    told.forEach(world.reader::committed);
    assertInstanceOf(RevokedStatus.class, world.single(ask()).getCertStatus());
    revoke();
    assertInstanceOf(RevokedStatus.class, world.single(ask()).getCertStatus());
  }

  @Test
  void ownChangeThatIsRolledBackIsNotWaitedFor() throws Exception {
    world.database.committed =
        new ObservedEvents<>(
            change -> {
              world.reader.expected(change);
              world.reader.dropped(change);
            });
    StatusRow good = world.repository.find("issuing", SERIAL).orElseThrow();
    suspend();
    world.repository.changes.clear();
    world.repository.chain = ChangeChain.EMPTY;
    world.repository.rows.put("issuing/" + SERIAL, good);
    assertNull(world.single(ask()).getCertStatus());
  }

  @Test
  void severalInquiriesAreReadTogether() throws Exception {
    List<OcspAnswer> answers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      world.service.answer(
          new OcspCall(Der.of(request(List.of(world.id(SERIAL)))), "192.0.2.1", false),
          answers::add);
    }
    world.reader.round();
    assertEquals(5, world.signer.waiting());
    world.signer.round();
    world.signer.round();
    world.signer.round();
    assertEquals(5, answers.size());
    assertEquals(1, world.repository.rowsRead);
  }

  @Test
  void removedChangeIsNotBelieved() throws Exception {
    suspend();
    revoke();
    world.repository.changes.remove(0);
    assertDistrusted();
  }

  @Test
  void alteredChangeIsNotBelieved() throws Exception {
    revoke();
    SealedChange genuine = world.repository.changes.get(0);
    StatusChangeRow change = genuine.change();
    StatusChangeRow altered =
        new StatusChangeRow(
            1,
            "issuing",
            OcspWorld.NEVER_ISSUED,
            change.state(),
            change.reason(),
            change.changedAt(),
            change.invalidityDate());
    replaceChange(0, new SealedChange(altered, genuine.seal()));
    world.repository.insertGood("issuing", SERIAL, false);
    assertDistrusted();
  }

  @Test
  void changeUnderAForeignSealIsNotBelieved() throws Exception {
    revoke();
    SealedChange genuine = world.repository.changes.get(0);
    byte[] forged =
        SoftwareCa.sign(SoftwareCa.keyPair(), ChangeChain.EMPTY.with(genuine.change()).head());
    ChangeSeal seal = new ChangeSeal(genuine.seal().orElseThrow().keyId(), Der.of(forged));
    replaceChange(0, new SealedChange(genuine.change(), Optional.of(seal)));
    assertDistrusted();
  }

  @Test
  void sealThatIsTakenAwayIsMissed() throws Exception {
    suspend();
    ask();
    revoke();
    replaceChange(1, new SealedChange(world.repository.changes.get(1).change(), Optional.empty()));
    assertDistrusted();
  }

  @Test
  void olderRowPutBackIsNotBelieved() throws Exception {
    suspend();
    StatusRow suspended = world.repository.find("issuing", SERIAL).orElseThrow();
    revoke();
    ask();
    world.repository.rows.put("issuing/" + SERIAL, suspended);
    world.newReader();
    assertDistrusted();
    world.repository.rows.put(
        "issuing/" + SERIAL,
        new StatusRow(
            "issuing",
            SERIAL,
            CertificateState.REVOKED,
            Optional.of(CRLReason.keyCompromise),
            suspended.changedAt(),
            Optional.empty(),
            2,
            false));
    assertInstanceOf(RevokedStatus.class, world.single(ask()).getCertStatus());
  }

  private void assertDistrusted() throws Exception {
    assertEquals(OCSPResp.INTERNAL_ERROR, status(ask()));
    assertEquals(OCSPResp.INTERNAL_ERROR, status(get()));
    assertEquals(1, world.audit.of(AuditEventType.ALARM_RAISED).size());
  }
}
