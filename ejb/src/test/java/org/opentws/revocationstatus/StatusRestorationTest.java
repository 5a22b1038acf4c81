package org.opentws.revocationstatus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
import org.opentws.revocationstatus.store.StatusRow;

/** A node that knew more than the database does now (RM1.3, RM2.1). */
class StatusRestorationTest {
  private final Path state;
  private OcspWorld world;
  private final ChangeChain backup;

  StatusRestorationTest(@TempDir Path state) throws Exception {
    this.state = state;
    world = new OcspWorld(state);
    world.change(
        CertificateState.SUSPENDED, Optional.of(CRLReason.certificateHold), Optional.empty());
    backup = world.repository.chain;
    world.change(CertificateState.REVOKED, Optional.of(CRLReason.keyCompromise), Optional.empty());
    ask();
  }

  private OcspAnswer ask() throws Exception {
    return world.answer(OcspWorld.request(List.of(world.id(OcspWorld.SERIAL))));
  }

  /** The database as it was before the revocation; the node is started anew with its journal. */
  private void restoreBackup() {
    TestStatusRepository old = world.repository;
    world = world.restarted(state);
    world.repository.changes.add(old.changes.get(0));
    world.repository.chain = backup;
    world.repository.rows.clear();
  }

  private StatusRestoration restoration() {
    StatusRestoration restoration = new StatusRestoration();
    restoration.repository = world.repository;
    restoration.known = world.known;
    restoration.journal = world.journalOfChanges;
    restoration.auditLog = world.audit;
    return restoration;
  }

  @Test
  void lostRevocationComesBackAsItWas() throws Exception {
    restoreBackup();
    assertEquals(OCSPResp.INTERNAL_ERROR, OcspWorld.status(ask()), "never good");
    assertTrue(restoration().isNeeded());
    assertEquals(1, restoration().restore());
    assertFalse(restoration().isNeeded());
    RevokedStatus revoked =
        assertInstanceOf(RevokedStatus.class, world.single(ask()).getCertStatus());
    assertEquals(CRLReason.keyCompromise, revoked.getRevocationReason());
    assertEquals(1, world.audit.of(AuditEventType.STATUS_CHANGED).size());
    // Another node, which has no journal, believes the log that came back.
    world.newReader();
    assertEquals(OCSPResp.SUCCESSFUL, OcspWorld.status(ask()));
  }

  /** Before any node has read it, as a superuser's trigger does. */
  private void revokeAndTakeAway() throws Exception {
    world = new OcspWorld(state.resolve("own"));
    world.changesItself();
    StatusRow good = world.repository.find("issuing", OcspWorld.SERIAL).orElseThrow();
    world.change(CertificateState.REVOKED, Optional.of(CRLReason.keyCompromise), Optional.empty());
    world.repository.rows.put("issuing/" + OcspWorld.SERIAL, good);
    world.repository.changes.clear();
    world.repository.chain = ChangeChain.EMPTY;
  }

  @Test
  void ownChangeThatNobodyHasReadComesBackToo() throws Exception {
    revokeAndTakeAway();
    assertEquals(OCSPResp.INTERNAL_ERROR, OcspWorld.status(ask()), "never good");
    assertEquals(1, restoration().restore());
    assertInstanceOf(RevokedStatus.class, world.single(ask()).getCertStatus());
    assertEquals(1, Files.readAllLines(state.resolve("own").resolve("changes")).size());
  }

  @Test
  void ownChangeWhoseNumberAnotherOneGotStopsAllAnswers() throws Exception {
    revokeAndTakeAway();
    world.database.committed = new ObservedEvents<>(change -> {});
    world.change(
        CertificateState.SUSPENDED, Optional.of(CRLReason.certificateHold), Optional.empty());
    assertEquals(OCSPResp.INTERNAL_ERROR, OcspWorld.status(ask()));
    assertEquals(OCSPResp.INTERNAL_ERROR, OcspWorld.status(ask()), "and stays so");
  }

  @Test
  void nothingIsBroughtBackIntoAnotherLog() {
    restoreBackup();
    world.repository.chain = new ChangeChain(1, ChangeChain.EMPTY.link());
    assertThrows(StatusNotTrusted.class, () -> restoration().restore());
  }

  @Test
  void lineThatACrashCutOffIsReadFromTheDatabase() throws Exception {
    Files.writeString(state.resolve("changes"), "3 issuing 1a", StandardOpenOption.APPEND);
    OcspWorld before = world;
    world = world.restarted(state);
    world.repository.changes.addAll(before.repository.changes);
    world.repository.rows.putAll(before.repository.rows);
    assertInstanceOf(RevokedStatus.class, world.single(ask()).getCertStatus());
    assertEquals(2, world.known.chain().sequence());
  }

  @Test
  void damagedJournalIsNotPassedOver() throws Exception {
    Path file = state.resolve("changes");
    Files.writeString(file, Files.readString(file).replace("SUSPENDED", "GOOD"));
    OcspWorld before = world;
    world = world.restarted(state);
    world.repository.changes.addAll(before.repository.changes);
    assertEquals(OCSPResp.INTERNAL_ERROR, OcspWorld.status(ask()));
  }
}
