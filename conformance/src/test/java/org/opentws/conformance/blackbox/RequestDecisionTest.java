package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.Instant;
import java.util.Map;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Client.Answer;
import org.opentws.conformance.blackbox.Journey.Issued;
import org.opentws.conformance.blackbox.PortalBrowser.Tab;

/** What a subject asks for and an officer decides: granted, turned down, forgotten (5.3.5.2). */
@Tag("blackbox")
class RequestDecisionTest {
  private static final int CERTIFICATE_HOLD = 6;
  private static final String OFFICER = "revocation-officer-1";
  private static final RunningSystem SYSTEM = RunningSystem.get();
  private static final Journey JOURNEY = new Journey(SYSTEM);

  private final Issued issued = JOURNEY.issue(Subscriber.named("Suspended"));
  private final byte[] wish = wish(issued, "reinstate");

  private static byte[] wish(Issued issued, String action) {
    return SignedWish.signed(SignedWish.order(SYSTEM, issued.serial(), action), issued);
  }

  private Answer ask() {
    return SignedWish.send(SYSTEM, issued.serial(), wish);
  }

  private Object status() {
    return new OcspQuestion(SYSTEM).about(issued.certificate().getSerialNumber()).status();
  }

  private void suspended() {
    assertEquals(CERTIFICATE_HOLD, ((RevokedStatus) status()).getRevocationReason());
  }

  /** The subject suspends, and then wants that taken back. */
  private String waiting() {
    SignedWish.send(SYSTEM, issued.serial(), wish(issued, "suspend")).expect(200);
    assertEquals("PENDING", ask().expect(202).json().get("state").asText());
    for (JsonNode each : JOURNEY.as(OFFICER).get("/status-change-requests").expect(200).json()) {
      if (each.get("serial").asText().equals(issued.serial())) {
        assertEquals("reinstate", each.get("action").asText());
        return each.get("id").asText();
      }
    }
    throw new AssertionError("the officer does not see it");
  }

  private static Answer decide(String account, String decision, Map<String, String> body) {
    return JOURNEY.as(account).post("/status-change-requests/" + decision, body);
  }

  @Test
  @Requirement({"FUNC-5.3.5.2.b", "FUNC-5.3.5.2.e"})
  void subjectIsReinstatedWhenAnOfficerGrantsIt() {
    String id = waiting();
    suspended();
    assertEquals(
        "DONE",
        decide(OFFICER, "approval", Map.of("id", id)).expect(200).json().get("state").asText());
    assertNull(status(), "not good again");
    assertEquals("DONE", ask().expect(200).json().get("state").asText());
    // Once: nothing is left to be decided.
    assertEquals(404, decide(OFFICER, "approval", Map.of("id", id)).status());
  }

  @Test
  @Requirement(
      value = {"FUNC-5.3.5.2.e", "FUNC-5.3.5.2.b", "RM3.1"},
      kind = Kind.NEGATIVE)
  void officerTurnsItDownAndTheRequesterIsToldWhy() {
    Instant begin = Instant.now();
    String id = waiting();
    String reason = "the caller could not answer the questions";
    for (String other : new String[] {"system-operator-1", "system-auditor-1"}) {
      decide(other, "approval", Map.of("id", id)).expect(403);
      decide(other, "rejection", Map.of("id", id, "reason", reason)).expect(403);
    }
    decide(OFFICER, "rejection", Map.of("id", id, "reason", " ")).expect(400);
    decide(OFFICER, "rejection", Map.of("id", id, "reason", reason)).expect(204);
    suspended();
    assertTrue(ask().expect(403).text().contains(reason));
    assertEquals(404, decide(OFFICER, "approval", Map.of("id", id)).status());
    suspended();
    String records =
        JOURNEY
            .as("system-auditor-1")
            .get("/audit/records?type=STATUS_CHANGE_REFUSED&user=" + OFFICER + "&from=" + begin)
            .expect(200)
            .text();
    assertTrue(records.contains(reason) && records.contains("subject:issuing/"), records);
  }

  @Test
  @Requirement(
      value = {"EIDAS-24.3.b", "RM1.1"},
      kind = Kind.NEGATIVE)
  void requestThatNobodyDecidesRaisesOneAlarmForTheHourAndOneForTheDay() {
    String id = waiting();
    Instant begin = Instant.now();
    try (Superuser superuser = new Superuser(SYSTEM)) {
      superuser.run(
          "update status_change_request set received_at = received_at - interval '21 hours'"
              + " where id = ?",
          id);
    }
    Client auditor = JOURNEY.as("system-auditor-1");
    Within.seconds(40)
        .until(
            "both alarms",
            () -> {
              String alarms =
                  auditor
                      .get("/audit/records?type=ALARM_RAISED&limit=50&from=" + begin)
                      .expect(200)
                      .text();
              return alarms.contains("waits too long") && alarms.contains("24 hours are nearly");
            });
    new AuditLook(SYSTEM).awaitAlarm("BACKLOG", begin);
    decide(OFFICER, "rejection", Map.of("id", id, "reason", "only a check")).expect(204);
  }

  @Test
  @Requirement({"FUNC-5.3.5.2.e", "M1.2c"})
  void officerTurnsDownAndGrantsInThePortal() {
    waiting();
    try (PortalBrowser browser = new PortalBrowser(SYSTEM);
        Tab tab = browser.officer(OFFICER)) {
      tab.look("home-status-requests");
      open(tab);
      tab.press("Turn down");
      assertTrue(tab.note().contains("Give a reason"), tab.note());
      tab.look("status-request");
      tab.page.getByLabel("Reason for turning it down").fill("not the subject's voice");
      tab.press("Turn down");
      assertTrue(tab.note().startsWith("Turned down"), tab.note());
      suspended();
      assertTrue(ask().expect(403).text().contains("not the subject's voice"));
      SignedWish.send(SYSTEM, issued.serial(), wish(issued, "reinstate")).expect(202);
      tab.open("index.xhtml");
      open(tab);
      tab.press("Grant");
      assertTrue(tab.note().startsWith("Granted."), tab.note());
      assertTrue(tab.text().contains("Good") && !tab.text().contains("waits for"), tab.text());
    }
    assertNull(status(), "not good again");
  }

  private void open(Tab tab) {
    tab.page
        .getByRole(
            AriaRole.LINK, new Page.GetByRoleOptions().setName("Reinstate " + issued.serial()))
        .click();
  }

  /** RM1.5a: whoever may not change control certificates decides on no wish for one either. */
  @Test
  @Requirement(value = "RM1.5a", kind = Kind.NEGATIVE)
  void wishForAControlCertificateIsOnlySecurityOfficersToDecide() {
    String id = waiting();
    try (Superuser superuser = new Superuser(SYSTEM)) {
      superuser.run("update status_change_request set issuer = 'management' where id = ?", id);
    }
    String list = JOURNEY.as(OFFICER).get("/status-change-requests").expect(200).text();
    assertFalse(list.contains(issued.serial()), list);
    decide(OFFICER, "approval", Map.of("id", id)).expect(403);
    decide("registration-officer-1", "rejection", Map.of("id", id, "reason", "no")).expect(403);
    decide("security-officer-1", "rejection", Map.of("id", id, "reason", "a check")).expect(204);
  }

  @Test
  void whatIsNotSuspendedIsNotReinstatedAndOneRequestWaitsAtATime() {
    ask().expect(409);
    String id = waiting();
    Answer second = SignedWish.send(SYSTEM, issued.serial(), wish(issued, "reinstate"));
    assertEquals(4, second.status() / 100, second.text());
    decide(OFFICER, "rejection", Map.of("id", id, "reason", "only a check")).expect(204);
  }
}
