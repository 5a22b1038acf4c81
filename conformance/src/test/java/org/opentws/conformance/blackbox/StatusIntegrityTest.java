package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Journey.Issued;

/**
 * What the database's superuser does to the status tables never makes a signed "good" out of a
 * revocation (RS1.1, RS1.3, RM1.3): the answer is the true status or none, and there is an alarm.
 */
@Tag("blackbox")
class StatusIntegrityTest {
  private static final int PATIENCE_SECONDS = 30;

  private final RunningSystem system = RunningSystem.get();
  private final Journey journey = new Journey(system);
  private final Superuser superuser = new Superuser(system);
  private final AuditLook look = new AuditLook(system);
  private final Instant begin = Instant.now();

  @AfterEach
  void leave() {
    superuser.close();
  }

  private static byte[] serial(Issued issued) {
    return issued.certificate().getSerialNumber().toByteArray();
  }

  private OCSPResp ask(Issued issued) {
    return new OcspQuestion(system).about(issued.certificate().getSerialNumber()).ask();
  }

  private Object status(Issued issued) {
    SingleResp[] singles = OcspQuestion.verified(system, ask(issued)).getResponses();
    return singles[0].getCertStatus();
  }

  private Issued revoked(String name) {
    Issued issued = journey.issue(Subscriber.named(name));
    journey.revoke(issued.serial(), "keyCompromise").expect(200);
    return issued;
  }

  private void neverGood(Issued issued) {
    for (int i = 0; i < 10; i++) {
      OCSPResp response = ask(issued);
      if (response.getStatus() == OCSPResp.SUCCESSFUL) {
        SingleResp[] singles = OcspQuestion.verified(system, response).getResponses();
        assertTrue(singles[0].getCertStatus() instanceof RevokedStatus, "a signed good");
      } else {
        assertEquals(OCSPResp.INTERNAL_ERROR, response.getStatus());
      }
    }
  }

  private void keep(Issued issued) {
    superuser.run("drop table if exists kept");
    superuser.run(
        "create temporary table kept as select * from certificate_status where serial = ?",
        serial(issued));
  }

  private void putBack() {
    superuser.tamper(
        "delete from certificate_status s using kept k"
            + " where s.issuer = k.issuer and s.serial = k.serial");
    superuser.tamper("insert into certificate_status select * from kept");
  }

  @Test
  @Requirement(
      value = {"RS1.3", "RM1.3", "RM2.3d", "EIDAS-24.3.c"},
      kind = Kind.NEGATIVE)
  void revocationThatIsDeletedOrReplacedByAnOlderRowIsNeverGood() {
    Issued issued = journey.issue(Subscriber.named("Older row"));
    keep(issued);
    journey.revoke(issued.serial(), "keyCompromise").expect(200);
    putBack();
    neverGood(issued);
    superuser.tamper("delete from certificate_status where serial = ?", serial(issued));
    neverGood(issued);
    superuser.tamper(
        "insert into certificate_status select k.issuer, k.serial, c.state, c.reason, c.changed_at,"
            + " c.invalidity_date, c.sequence, k.tsp_key from kept k join status_change c"
            + " on c.issuer = k.issuer and c.serial = k.serial");
    assertTrue(status(issued) instanceof RevokedStatus);
  }

  @Test
  @Requirement(
      value = {"RS1.1", "RS1.3", "RM2.3b"},
      kind = Kind.NEGATIVE)
  void changeThatRevocationManagementDidNotSealIsNotBelieved() {
    Issued issued = revoked("Forged change");
    Issued other = journey.issue(Subscriber.named("Bystander"));
    assertNull(status(other), "null means good");
    String next = "(select last + 1 from status_sequence)";
    assertEquals(
        1,
        superuser.tamper(
            "insert into status_change (sequence, issuer, serial, state, reason, changed_at,"
                + " seal_key, seal) select "
                + next
                + ", issuer, serial, 'GOOD', null, now(), seal_key, seal from status_change"
                + " where serial = ?",
            serial(issued)));
    superuser.tamper(
        "update certificate_status set state = 'GOOD', reason = null, change_sequence = "
            + next
            + " where serial = ?",
        serial(issued));
    try {
      neverGood(issued);
      assertEquals(OCSPResp.INTERNAL_ERROR, ask(other).getStatus(), "nothing of it is believed");
      superuser.awaitAlarm("CRL_LATE", begin);
    } finally {
      superuser.tamper(
          "delete from status_change where sequence > (select last from status_sequence)");
      superuser.tamper(
          "update certificate_status s set state = c.state, reason = c.reason,"
              + " changed_at = c.changed_at, change_sequence = c.sequence from status_change c"
              + " where c.serial = s.serial and s.serial = ?",
          serial(issued));
    }
    assertTrue(status(issued) instanceof RevokedStatus);
    assertNull(status(other));
  }

  @Test
  @Requirement({"RS1.1", "RM2.3b", "RM2.3d"})
  void changeThatRevocationManagementSealedIsBelievedAtOnce() {
    Issued issued = revoked("Sealed change");
    assertTrue(status(issued) instanceof RevokedStatus);
    assertEquals(
        List.of("1"),
        superuser.texts(
            "select count(*) from status_change where serial = ? and seal is not null",
            serial(issued)));
  }

  @Test
  @Requirement(value = "RM1.3", kind = Kind.POSITIVE)
  void endOfTheLogThatWasTakenAwayComesBackByItself() {
    Issued issued = journey.issue(Subscriber.named("Taken away"));
    superuser.run("create temporary table kept_sequence as select * from status_sequence");
    keep(issued);
    journey.revoke(issued.serial(), "keyCompromise").expect(200);
    superuser.tamper("delete from status_change where serial = ?", serial(issued));
    superuser.tamper(
        "update status_sequence s set last = k.last, link = k.link from kept_sequence k");
    putBack();
    neverGood(issued);
    Within.seconds(PATIENCE_SECONDS)
        .until(
            "the change's return",
            () ->
                superuser
                        .texts(
                            "select state from certificate_status where serial = ?", serial(issued))
                        .equals(List.of("REVOKED"))
                    && ask(issued).getStatus() == OCSPResp.SUCCESSFUL);
    assertTrue(status(issued) instanceof RevokedStatus);
    look.awaitAlarm("STATUS_NOT_TRUSTED", begin);
  }

  @Test
  @Requirement(
      value = {"RS1.3", "RM1.3", "EIDAS-24.3.c"},
      kind = Kind.NEGATIVE)
  void changeThatIsTakenAwayWithItsCommitIsAcknowledgedOnlyWhenItIsBack() {
    Issued issued = journey.issue(Subscriber.named("Taken at once"));
    superuser.run("create table taken_away (number bigint)");
    superuser.run(
        "create function take_away() returns trigger language plpgsql security definer"
            + " set session_replication_role = replica as $$ begin"
            + " if not exists (select from taken_away where number = new.last) then"
            + "   insert into taken_away values (new.last);"
            + "   update status_sequence set last = old.last, link = old.link;"
            + "   delete from status_change where sequence = new.last;"
            + "   update certificate_status set state = 'GOOD', reason = null, changed_at = null,"
            + "     invalidity_date = null, change_sequence = 0 where change_sequence = new.last;"
            + " end if; return null; end $$");
    superuser.run(
        "create constraint trigger take_away after update on status_sequence"
            + " deferrable initially deferred for each row execute function take_away()");
    try {
      journey.revoke(issued.serial(), "keyCompromise").expect(200);
      assertTrue(status(issued) instanceof RevokedStatus);
      assertFalse(superuser.texts("select number from taken_away").isEmpty(), "it was taken away");
    } finally {
      superuser.run("drop function take_away() cascade");
      superuser.run("drop table taken_away");
    }
    look.awaitAlarm("STATUS_NOT_TRUSTED", begin);
  }

  @Test
  void revokedStaysRevokedForTheApplicationsOwnRole() {
    Issued issued = revoked("Own role");
    BigInteger number = issued.certificate().getSerialNumber();
    assertEquals(
        409,
        journey
            .changeStatus(
                "revocation-officer-1", number.toString(16), Map.of("action", "reinstate"))
            .status());
  }
}
