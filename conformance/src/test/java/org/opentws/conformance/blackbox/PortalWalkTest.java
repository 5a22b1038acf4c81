package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.PortalBrowser.Tab;

/** Each role's day in the officers' portal, in a real browser; every page on the way is judged. */
@Tag("blackbox")
class PortalWalkTest {
  private static final RunningSystem SYSTEM = RunningSystem.get();
  private static PortalBrowser browser;

  @BeforeAll
  static void open() {
    browser = new PortalBrowser(SYSTEM);
  }

  @AfterAll
  static void close() {
    browser.close();
  }

  private static String submitted(Subscriber subscriber) {
    return SYSTEM
        .anonymous()
        .post("/applications", subscriber.application())
        .expect(201)
        .json()
        .get("id")
        .asText();
  }

  private static String state(String application) {
    return SYSTEM
        .anonymous()
        .get("/applications/" + application)
        .expect(200)
        .json()
        .get("state")
        .asText();
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }

  /** The dialog's button says again what is done. */
  private static void confirm(Tab tab, String picture, String deed) {
    Locator dialog = tab.page.getByRole(AriaRole.ALERTDIALOG);
    dialog.waitFor();
    tab.look(picture);
    dialog.getByText(deed, new Locator.GetByTextOptions().setExact(true)).click();
  }

  @Test
  @Requirement(value = "IA1.1", kind = Kind.NEGATIVE)
  void browserWithoutAControlCertificateIsRefused() {
    try (BrowserContext stranger = browser.stranger()) {
      Page page = stranger.newPage();
      assertThrows(PlaywrightException.class, () -> page.navigate(SYSTEM.value("admin")));
      assertFalse(page.url().startsWith(SYSTEM.value("admin")), page.url());
    }
  }

  @Test
  @Requirement({"IA1.1", "IA1.3"})
  void bothFactorsOpenThePortalAndLogoutClosesIt() {
    BrowserContext context = browser.withCertificateOf("registration-officer-2");
    try (Tab tab = browser.new Tab(context, "registration-officer-2")) {
      tab.open("index.xhtml");
      assertEquals("Log in", tab.heading());
      tab.look("login");
      tab.page.getByLabel("password").fill("not the password");
      tab.page.keyboard().press("Enter");
      assertEquals("Login refused.", tab.note());
      tab.look("login-refused");
      tab.login(SYSTEM.password("registration-officer-2"));
      assertEquals("What waits for you", tab.heading());

      Page second = context.newPage();
      second.navigate(SYSTEM.value("admin") + "applications.xhtml");
      assertEquals("Applications", second.locator("h1").innerText());
      tab.press("Log out");
      assertEquals("Log in", tab.heading());
      second.reload();
      assertEquals("Log in", second.locator("h1").innerText());
    }
  }

  @Test
  @Requirement("R1.5")
  void registrationOfficerDecidesOnWhatTheEvidenceShows() {
    String wanted = submitted(Subscriber.named("Waltraud"));
    String doubtful = submitted(Subscriber.named("Xaver"));
    try (Tab tab = browser.officer("registration-officer-1")) {
      tab.look("home");
      tab.open("applications.xhtml").look("applications");
      tab.open("application.xhtml?id=" + wanted).look("application");
      assertTrue(tab.text().contains("Waltraud Muster-"), tab.text());
      assertTrue(tab.text().contains("seen in person"), tab.text());
      tab.press("Approve");
      confirm(tab, "application-confirm", "Approve");
      assertEquals("Approved. The certificate is made.", tab.note());
      tab.look("application-approved");
      assertEquals("CERTIFIED", state(wanted));

      tab.open("application.xhtml?id=" + doubtful);
      tab.press("Reject");
      assertTrue(tab.note().contains("Give a reason"));
      tab.look("application-reason-missing");
      tab.page.getByLabel("Reason for rejecting").fill("The photograph shows another person.");
      tab.press("Reject");
      assertTrue(tab.note().startsWith("Rejected"), tab.note());
      assertTrue(tab.text().contains("The photograph shows another person."));
      tab.look("application-rejected");
      assertEquals("REJECTED", state(doubtful));
    }
  }

  private static String certified(Subscriber subscriber) {
    String id = submitted(subscriber);
    return SYSTEM
        .officer("registration-officer-1")
        .post("/applications/" + id + "/approval", Map.of())
        .expect(200)
        .json()
        .get("serial")
        .asText();
  }

  @Test
  @Requirement({"M1.2c", "RM1.2"})
  void revocationOfficerFindsACertificateAndRevokesIt() {
    Subscriber subscriber = Subscriber.named("Yvonne");
    String serial = certified(subscriber);
    try (Tab tab = browser.officer("revocation-officer-1")) {
      tab.look("home");
      tab.page.getByLabel("Part of the name").fill("yvonne");
      tab.page.getByLabel("Serial number").fill(serial);
      tab.press("Search");
      tab.page.getByText(serial).waitFor();
      tab.look("certificates");
      tab.page.getByRole(AriaRole.LINK).filter(filter("Yvonne")).first().click();
      assertEquals("Certificate", tab.heading());
      tab.press("Suspend");
      assertTrue(tab.note().startsWith("Suspended."), tab.note());
      tab.look("certificate-suspended");
      tab.open("index.xhtml");
      assertTrue(tab.text().contains(serial), "what is suspended waits for a decision");
      tab.page.getByText(serial).click();
      tab.page.getByLabel("Reason").selectOption("keyCompromise");
      tab.press("Revoke");
      confirm(tab, "certificate-confirm", "Revoke");
      assertTrue(tab.note().startsWith("Revoked."), tab.note());
      assertTrue(tab.text().contains("keyCompromise"), tab.text());
      assertEquals(0, tab.page.getByRole(AriaRole.BUTTON, named("Revoke")).count());
      tab.look("certificate-revoked");
    }
  }

  private static Locator.FilterOptions filter(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  @Test
  @Requirement({"KM1.3", "M1.2a"})
  void twoSecurityOfficersAgreeOnExactlyWhatIsAsked() {
    String operation;
    try (Tab first = browser.officer("security-officer-1")) {
      first.look("home");
      first.open("operations.xhtml").look("operations");
      first.open("request.xhtml?type=DEACTIVATE_KEY");
      first.press("Request");
      assertTrue(first.note().contains("Id of the key"), first.note());
      first.look("request-incomplete");
      first.open("request.xhtml?type=GENERATE_KEY").look("request");
      first.page.getByLabel("Purpose").selectOption("MESSAGE_SEALING");
      first.page.getByLabel("Owner").fill("portal-walk");
      first.page.getByLabel("Device").selectOption("infra");
      first.press("Request");
      assertTrue(first.note().startsWith("Requested."), first.note());
      assertTrue(first.text().contains("another person must approve"), first.text());
      assertEquals(0, first.page.getByRole(AriaRole.BUTTON, named("Approve")).count());
      first.look("operation-own");
      operation = first.page.url().replaceAll(".*id=", "");
    }
    try (Tab second = browser.officer("security-officer-2")) {
      assertTrue(second.text().contains("asked by security-officer-1"), second.text());
      second.open("operation.xhtml?id=" + operation);
      assertTrue(second.text().contains("Generate a new MESSAGE_SEALING key of 'portal-walk'"));
      assertTrue(second.text().contains("secp256r1"));
      second.look("operation-waiting");
      second.page.getByLabel("Your password").fill("not the password");
      second.press("Approve");
      confirm(second, "operation-confirm", "Approve");
      assertEquals(
          "Refused: the second factor does not count. The second factor is refused.",
          second.note());
      second.page.getByLabel("Your password").fill(SYSTEM.password("security-officer-2"));
      second.press("Approve");
      confirm(second, "operation-confirm-again", "Approve");
      assertEquals("Approved and executed.", second.note());
      second.look("operation-executed");
      second.open("keys.xhtml").look("keys");
      assertTrue(second.text().contains("portal-walk"));
    }
  }

  @Test
  @Requirement({"M1.2d", "M1.2e"})
  void administratorAndOperatorSeeWhetherTheSystemServes() {
    for (String account : new String[] {"system-administrator-1", "system-operator-1"}) {
      try (Tab tab = browser.officer(account)) {
        assertTrue(tab.text().contains("ready"), tab.text());
        tab.look("home");
        tab.open("health.xhtml").look("health");
        assertTrue(tab.text().contains("This node is ready to serve."), tab.text());
        assertTrue(tab.text().contains("test device"), "SoftHSM is called a test device");
        assertTrue(tab.text().contains("OCSP signing"), tab.text());
        tab.open("time.xhtml").look("time");
        assertTrue(tab.text().contains("Sources in the last round"), tab.text());
        if (account.equals("system-operator-1")) {
          tab.open("backups.xhtml");
          tab.press("Make a backup now");
          assertTrue(tab.text().contains("The backup is made."), tab.text());
          tab.look("backups");
          tab.page.getByText("Ask for it to be restored").first().click();
          assertTrue(tab.text().contains("Restore a backup"), tab.text());
        }
      }
    }
  }

  @Test
  @Requirement({"AA4.1", "AA7.2", "M1.2f"})
  void auditorFindsWhatHappenedAndVerifiesTheLog() {
    try (Tab tab = browser.officer("system-auditor-1")) {
      tab.look("home");
      tab.open("audit.xhtml").look("audit");
      assertEquals(50, tab.page.locator("tbody tr").count());
      String newest = tab.page.locator("tbody tr").first().innerText();
      tab.page.getByText("Older records").click();
      assertEquals("Audit log", tab.heading());
      assertFalse(tab.page.locator("tbody tr").first().innerText().equals(newest));

      tab.open("audit.xhtml");
      tab.page.getByLabel("Event").selectOption("LOGIN");
      tab.page.getByLabel("User or component").fill("system-auditor-1");
      tab.page.getByLabel("Outcome").selectOption("SUCCESS");
      tab.page.getByLabel("From, UTC").fill("2026-01-01T00:00:01");
      tab.press("Search");
      Locator first = tab.page.locator("tbody tr").first();
      assertTrue(first.innerText().contains("system-auditor-1"), first.innerText());
      assertTrue(first.innerText().contains("Login"), first.innerText());
      tab.look("audit-found");
      tab.page.getByLabel("User or component").fill("nobody-of-this-name");
      tab.press("Search");
      tab.page.getByText("No record found.").waitFor();

      SYSTEM.officer("system-operator-1").post("/archives", Map.of()).expect(201);
      tab.open("archive.xhtml").look("archive");
      tab.page.getByLabel("Type of event").fill("CERTIFICATE");
      tab.page.getByLabel("From, UTC").fill("2026-01-01T00:00:01");
      tab.page.getByLabel("Until, UTC").fill("2126-01-01T00:00:01");
      tab.press("Search");
      assertTrue(tab.text().contains("control:"), tab.text());
      tab.look("archive-found");
      tab.open("time-stamps.xhtml").look("time-stamps");
      tab.page.getByLabel("From, UTC").fill("2026-01-01T00:00:01");
      tab.page.getByLabel("Until, UTC").fill("2126-01-01T00:00:01");
      tab.press("Search");
      assertTrue(tab.text().contains("tsu-1"), tab.text());
      tab.look("time-stamps-found");
      tab.open("audit.xhtml");

      tab.press("Verify the log");
      assertTrue(tab.page.locator("#verdict").innerText().startsWith("OK: "), tab.text());
      tab.look("audit-verified");
    }
  }

  @Test
  @Requirement(value = "AA4.1", kind = Kind.NEGATIVE)
  void filterThatCannotBeUnderstoodFindsNothingAndSaysWhy() {
    try (Tab tab = browser.officer("system-auditor-1")) {
      for (String filter : new String[] {"from=yesterday", "type=NOTHING", "before=-1"}) {
        tab.page.navigate(SYSTEM.value("admin") + "audit.xhtml?" + filter);
        assertTrue(tab.note().startsWith("Refused: "), filter + ": " + tab.note());
        assertEquals(0, tab.page.locator("tbody tr").count(), filter);
      }
    }
  }

  @Test
  void sessionThatEndedElsewhereLeadsToTheLoginWithASentence() {
    try (Tab tab = browser.officer("registration-officer-2")) {
      SYSTEM
          .withCertificateOf("registration-officer-2")
          .withCookie(tab.cookie("__Host-tws"))
          .delete("/session")
          .expect(204);
      tab.open("applications.xhtml");
      assertEquals("Log in", tab.heading());
      assertTrue(tab.note().startsWith("Your session has ended"), tab.note());
      tab.look("login-after-end");
    }
  }

  @Test
  void formThatIsTooOldIsExplainedAndChangesNothing() {
    String id = submitted(Subscriber.named("Zita"));
    try (Tab tab = browser.officer("registration-officer-2")) {
      tab.open("application.xhtml?id=" + id);
      tab.page.getByLabel("Reason for rejecting").fill("too late");
      tab.forgetCookie("__Host-portal");
      tab.press("Reject");
      assertTrue(tab.note().contains("Nothing was changed"), tab.note());
      tab.look("form-too-old");
      assertEquals("SUBMITTED", state(id));
    }
  }

  @Test
  void keyboardAloneIsEnough() {
    try (Tab tab = browser.officer("registration-officer-2")) {
      tab.page.keyboard().press("Tab");
      assertEquals("Skip to content", tab.focused("e => e.innerText"));
      assertTrue(tab.page.getByText("Skip to content").boundingBox().x >= 0, "the link shows");
      tab.page.keyboard().press("Enter");
      assertEquals("content", tab.focused("e => e.id"));
      String id = submitted(Subscriber.named("Kurt"));
      tab.open("application.xhtml?id=" + id);
      for (int i = 0; i < 30 && !"Approve".equals(tab.focused("e => e.innerText")); i++) {
        tab.page.keyboard().press("Tab");
        assertFalse(
            tab.focused("e => getComputedStyle(e).outlineStyle").equals("none"),
            "focus is seen at " + tab.focused("e => e.outerHTML"));
      }
      tab.page.keyboard().press("Enter");
      tab.page.getByRole(AriaRole.ALERTDIALOG).waitFor();
      tab.page.keyboard().press("Escape");
      tab.page.getByRole(AriaRole.ALERTDIALOG).waitFor(hidden());
      assertEquals("SUBMITTED", state(id), "Escape is a no");
    }
  }

  @Test
  void tablesPageAndSortOnTheServer() {
    for (int i = 0; i < 51; i++) {
      submitted(Subscriber.named("Nummer"));
    }
    try (Tab tab = browser.officer("registration-officer-2")) {
      tab.open("applications.xhtml");
      String first = tab.page.locator("tbody tr").first().innerText();
      tab.look("applications-page-1");
      tab.page.getByLabel("Next Page").click();
      tab.page.getByText("51 to ").waitFor();
      assertFalse(tab.page.locator("tbody tr").first().innerText().equals(first));
      tab.look("applications-page-2");
    }
    try (Tab tab = browser.officer("system-administrator-1")) {
      tab.open("keys.xhtml");
      Locator header = tab.page.getByRole(AriaRole.COLUMNHEADER).filter(filter("Owner"));
      header.click();
      tab.page.locator("th[aria-sort=ascending]").waitFor();
      Locator table = tab.page.locator("table").filter(new Locator.FilterOptions().setHas(header));
      List<String> owners = table.locator("tbody td:nth-child(2)").allInnerTexts();
      assertTrue(owners.contains("audit"), owners.toString());
      assertEquals(owners.stream().sorted().toList(), owners);
      tab.look("keys-sorted");
    }
  }

  private static Locator.WaitForOptions hidden() {
    return new Locator.WaitForOptions()
        .setState(com.microsoft.playwright.options.WaitForSelectorState.HIDDEN);
  }
}
