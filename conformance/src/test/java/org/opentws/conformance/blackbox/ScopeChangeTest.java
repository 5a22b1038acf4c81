package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Client.Answer;
import org.opentws.conformance.blackbox.PortalBrowser.Tab;

/** What an account works for is changed by two Security Officers and by nothing else (SA1.1). */
@Tag("blackbox")
class ScopeChangeTest {
  private static final RunningSystem SYSTEM = RunningSystem.get();
  private static final Journey JOURNEY = new Journey(SYSTEM);
  private static final Page.GetByLabelOptions EXACT = new Page.GetByLabelOptions().setExact(true);

  /** Of the registration authority "main". */
  private static String outsideWaiting;

  /** Works for the registration authority "branch" alone. */
  private static Newcomer clerk;

  /** A Revocation Officer for the CA of subjects. */
  private static Newcomer revoker;

  @BeforeAll
  static void two() {
    outsideWaiting = JOURNEY.submit(Subscriber.named("Waits"));
    clerk = Newcomer.officer(JOURNEY, "REGISTRATION_OFFICER");
    clerk.worksFor(JOURNEY, "all", "branch");
    revoker = Newcomer.officer(JOURNEY, "REVOCATION_OFFICER");
    revoker.worksFor(JOURNEY, "issuing", "all");
  }

  @AfterAll
  static void leave() {
    JOURNEY.turnDown(outsideWaiting);
    clerk.leave(JOURNEY);
    revoker.leave(JOURNEY);
  }

  @Test
  @Requirement({"SA1.1", "M1.3", "KM1.3"})
  void scopeChangedByTwoOfficersCountsInTheOpenSessionAndIsRecorded() {
    Newcomer mover = Newcomer.officer(JOURNEY, "REGISTRATION_OFFICER");
    Client officer = mover.loggedIn(SYSTEM);
    String path = "/applications/" + outsideWaiting;
    officer.get(path).expect(200);
    JsonNode free = officer.get("/account").expect(200).json();
    assertFalse(free.hasNonNull("cas") || free.hasNonNull("registrationAuthorities"));
    // One alone changes nothing.
    Map<String, String> asked = new HashMap<>(Newcomer.scope("all", "branch"));
    asked.put("account", mover.account);
    Answer one = JOURNEY.request("CHANGE_SCOPES", asked).expect(201);
    officer.get(path).expect(200);
    JOURNEY.as("security-officer-1").approve(one.json().get("id").asText()).expect(403);
    officer.get(path).expect(200);
    JOURNEY.as("security-officer-2").approve(one.json().get("id").asText()).expect(200);
    officer.get(path).expect(404);
    assertEquals(
        "[\"branch\"]",
        officer.get("/account").expect(200).json().get("registrationAuthorities").toString());
    mover.worksFor(JOURNEY, "management", "all");
    officer.get(path).expect(404);
    mover.worksFor(JOURNEY, "all", "all");
    officer.get(path).expect(200);
    String records =
        new AuditLook(SYSTEM)
            .records(Map.of("type", "USER_CHANGED", "object", "account:" + mover.account))
            .toString();
    assertTrue(
        records.contains("REGISTRATION_OFFICER ra:branch")
            && records.contains("REGISTRATION_OFFICER ca:management"),
        records);
    mover.leave(JOURNEY);
  }

  @Test
  @Requirement(
      value = {"SA1.1", "M1.4a", "AA5.1"},
      kind = Kind.NEGATIVE)
  void whoWorksForTheWholeSystemIsNotLimitedAndTheLimitedSeeNoWhole() {
    Map<String, String> auditor = new HashMap<>(Newcomer.scope("issuing", "all"));
    auditor.put("account", "system-auditor-1");
    assertTrue(
        JOURNEY.request("CHANGE_SCOPES", auditor).expect(409).text().contains("role-conflict"));
    for (String role : new String[] {"SECURITY_OFFICER", "SYSTEM_OPERATOR"}) {
      Map<String, String> more = Map.of("account", revoker.account, "role", role);
      assertTrue(JOURNEY.request("ASSIGN_ROLE", more).expect(409).text().contains("role-conflict"));
    }
    Map<String, String> typo = new HashMap<>(Newcomer.scope("isuing", "all"));
    typo.put("account", revoker.account);
    JOURNEY.request("CHANGE_SCOPES", typo).expect(400);

    revoker.change(JOURNEY, "GRANT_PERMISSION", Map.of("permission", "key.read"));
    JsonNode keys = revoker.loggedIn(SYSTEM).get("/keys").expect(200).json();
    assertTrue(keys.size() >= 1, keys::toString);
    for (JsonNode key : keys) {
      assertEquals("issuing", key.get("owner").asText(), key::toString);
    }
    assertTrue(keys.size() < JOURNEY.as("security-officer-1").get("/keys").json().size());
  }

  /** Somebody with the database in hand makes nothing wider: the rows count for nothing then. */
  @Test
  @Requirement(
      value = {"SA1.1", "M1.3"},
      kind = Kind.NEGATIVE)
  void limitTakenAwayOrAddedByHandGivesNothingButAnAlarm() {
    String account = clerk.account;
    String[][] forgeries = {
      {
        "delete from account_scope where account = ?",
        "insert into account_scope select ?, 'REGISTRATION_AUTHORITY', 'branch', now()"
      },
      {
        "insert into account_scope select ?, 'REGISTRATION_AUTHORITY', 'main', now()",
        "delete from account_scope where name = 'main' and account = ?"
      }
    };
    try (Superuser superuser = new Superuser(SYSTEM)) {
      for (String[] forgery : forgeries) {
        Client officer = clerk.loggedIn(SYSTEM);
        final Instant begin = Instant.now();
        assertEquals(1, superuser.tamper(forgery[0], account));
        try {
          officer.get("/applications").expect(401);
          assertEquals(401, clerk.client(SYSTEM).tryLogin(clerk.password).status());
          superuser.awaitAlarm("ROW_FORGED", begin);
        } finally {
          assertEquals(1, superuser.tamper(forgery[1], account));
        }
        clerk.loggedIn(SYSTEM).get("/applications/" + outsideWaiting).expect(404);
      }
    }
  }

  @Test
  @Requirement({"SA1.1", "M1.2a"})
  void securityOfficerSeesWhatAnAccountWorksForAndAsksForAChange() {
    try (PortalBrowser browser = new PortalBrowser(SYSTEM);
        Tab tab = browser.officer("security-officer-1")) {
      tab.open("user.xhtml?account=" + revoker.account).look("user-of-a-scope");
      assertTrue(tab.text().contains("issuing"), tab.text());
      tab.page.getByText("Change what the account works for").click();
      tab.page.waitForURL("**/request.xhtml*");
      tab.look("request-scopes");
      assertEquals(revoker.account, tab.page.getByLabel("Account", EXACT).inputValue());
      tab.page.getByLabel("CAs", EXACT).fill("issuing management");
      tab.page.getByLabel("Registration authorities", EXACT).fill("all");
      tab.press("Request");
      tab.page.waitForURL("**/operation.xhtml*");
      assertTrue(
          tab.text().contains("CA issuing, management and every registration authority"),
          tab.text());
      String id = tab.page.url().replaceAll(".*id=", "");
      JOURNEY
          .as("security-officer-1")
          .post("/operations/" + id + "/rejection", Map.of("reason", "only a check"))
          .expect(200);
    }
  }
}
