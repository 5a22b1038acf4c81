package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.PortalBrowser.Tab;

/** Users, sessions and the own account in the officers' portal; every page on the way is judged. */
@Tag("blackbox")
class PortalUsersTest {
  private static final RunningSystem SYSTEM = RunningSystem.get();
  private static final Journey JOURNEY = new Journey(SYSTEM);
  private static PortalBrowser browser;

  @BeforeAll
  static void open() {
    browser = new PortalBrowser(SYSTEM);
  }

  @AfterAll
  static void close() {
    browser.close();
  }

  @Test
  @Requirement({"M1.2a", "M1.3"})
  void securityOfficerFindsAUserAndAsksForAChange() {
    try (Tab tab = browser.officer("security-officer-1")) {
      tab.open("users.xhtml").look("users");
      tab.page.getByLabel("Account or person").fill("SYSTEM-OPERATOR");
      tab.press("Search");
      assertTrue(tab.text().contains("system-operator-2"), tab.text());
      assertEquals(0, tab.page.getByText("system-auditor-1").count());
      tab.page.getByText("system-operator-1", new Page.GetByTextOptions().setExact(true)).click();
      tab.page.waitForURL("**/user.xhtml*");
      tab.look("user");
      assertTrue(tab.text().contains("System operator"), tab.text());

      tab.page.getByText("Give a role", new Page.GetByTextOptions().setExact(true)).click();
      tab.page.waitForURL("**/request.xhtml*");
      assertEquals("system-operator-1", tab.page.getByLabel("Account").inputValue());
      tab.page
          .getByLabel("Role", new Page.GetByLabelOptions().setExact(true))
          .selectOption("SYSTEM_AUDITOR");
      tab.press("Request");
      assertTrue(tab.note().contains("excludes"), tab.note());
      tab.open("request.xhtml?type=CREATE_USER").look("request-user");
      tab.open("user.xhtml?account=nobody-at-all");
      assertTrue(tab.note().contains("No such account"), tab.note());
    }
  }

  @Test
  @Requirement("M1.2d")
  void administratorChangesASettingAndASecurityOfficerSeesIt() {
    try (Tab tab = browser.officer("system-administrator-1")) {
      tab.open("settings.xhtml").look("settings");
      changeLock(tab, "soon");
      assertTrue(tab.note().contains("the new value is no whole number"), tab.note());
      changeLock(tab, "9999");
      assertTrue(tab.note().contains("from 1 to 1440"), tab.note());
      changeLock(tab, "6");
      assertTrue(tab.note().contains("The setting is changed."), tab.note());
      assertTrue(tab.text().contains("6 minutes"), tab.text());
      tab.look("settings-changed");
      try (Tab other = browser.officer("security-officer-1")) {
        other.open("settings.xhtml").look("settings-read");
        assertTrue(other.text().contains("tried in the portal"), other.text());
        assertEquals(0, other.page.locator("select").count());
      }
      changeLock(tab, "5");
    }
  }

  private static void changeLock(Tab tab, String minutes) {
    tab.page.locator("select").selectOption("login-lock-minutes");
    tab.page.getByLabel("New value").fill(minutes);
    tab.page.getByLabel("Reason").fill("tried in the portal");
    tab.press("Change it");
  }

  @Test
  @Requirement("IA1.1")
  void securityOfficerEndsASessionWhichOpensNothingAnyMore() {
    Newcomer guest = Newcomer.officer(JOURNEY, "SYSTEM_OPERATOR");
    Client other = guest.loggedIn(SYSTEM);
    other.get("/account").expect(200);
    try (Tab tab = browser.officer("security-officer-2")) {
      tab.open("sessions.xhtml").look("sessions");
      tab.press("End the session of " + guest.account);
      Locator dialog = tab.page.getByRole(AriaRole.ALERTDIALOG);
      dialog.waitFor();
      tab.look("session-confirm");
      dialog.getByText("End it", new Locator.GetByTextOptions().setExact(true)).click();
      assertEquals("The session is ended.", tab.note());
      assertFalse(tab.text().contains(guest.account), tab.text());
      other.get("/account").expect(401);
    }
    guest.leave(JOURNEY);
  }

  @Test
  @Requirement({"IA3.1", "IA4.1"})
  void ownPasswordIsChangedAndTheNewOneOpensThePortal() {
    String next = "gravel otter lantern mosaic 62";
    Newcomer guest = Newcomer.officer(JOURNEY, "REVOCATION_OFFICER");
    try (Tab tab = browser.new Tab(browser.withKeyOf(guest), "newcomer")) {
      tab.open("login.xhtml");
      tab.login(guest.password);
      tab.open("account.xhtml").look("account");
      assertTrue(tab.text().contains("Revocation officer"), tab.text());
      fill(tab, guest.password, next, next);
      tab.page.waitForURL("**/login.xhtml*");
      assertEquals("The password is changed. Log in with it.", tab.note());
      tab.look("login-password-changed");
      tab.login(next);
      assertEquals("What waits for you", tab.heading());
    }
    guest.leave(JOURNEY);
  }

  @Test
  @Requirement(value = "IA3.1", kind = Kind.NEGATIVE)
  void weakPasswordIsToldToItsOwnerAtTheLogin() {
    Newcomer guest = new Newcomer(JOURNEY, "P@ssw0rd12345");
    JOURNEY.operation("CREATE_USER", guest.parameters());
    try (Tab tab = browser.new Tab(browser.withKeyOf(guest), "newcomer")) {
      tab.open("login.xhtml");
      tab.page.getByLabel("Password").fill(guest.password);
      tab.page.keyboard().press("Enter");
      assertTrue(tab.note().contains("guessed too easily"), tab.note());
      tab.look("login-weak-password");
    }
    guest.leave(JOURNEY);
  }

  @Test
  @Requirement(value = "IA3.1", kind = Kind.NEGATIVE)
  void ownPasswordIsNotChangedIntoAWeakOne() {
    String account = "registration-officer-2";
    try (Tab tab = browser.officer(account)) {
      tab.open("account.xhtml").look("account");
      fill(tab, SYSTEM.password(account), "passwordpassword", "passwordpassword");
      assertTrue(tab.note().contains("guessed too easily"), tab.note());
      fill(tab, SYSTEM.password(account), "gravel otter lantern mosaic", "something else");
      assertTrue(tab.note().contains("the new passwords differ"), tab.note());
      tab.look("account-refused");
    }
    SYSTEM.officer(account).get("/account").expect(200);
  }

  private static void fill(Tab tab, String present, String next, String again) {
    tab.page.getByLabel("Present password").fill(present);
    tab.page.getByLabel("New password", new Page.GetByLabelOptions().setExact(true)).fill(next);
    tab.page.getByLabel("New password once more").fill(again);
    tab.press("Change");
  }

  @Test
  void timesAreShownInUtcAndWhereTheReaderIs() {
    try (Tab tab = browser.officer("system-administrator-1", "Europe/Vienna")) {
      tab.open("keys.xhtml").look("keys-in-vienna");
      Locator utc = tab.page.locator("main time").first();
      Instant at = Instant.parse(utc.getAttribute("datetime"));
      assertTrue(utc.innerText().endsWith("UTC"), utc.innerText());
      String expected =
          DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.of("Europe/Vienna")).format(at);
      String local = tab.page.locator("main time + .local").first().innerText();
      assertTrue(local.contains(expected), local + " for " + at);
      assertEquals(
          tab.page.locator("main time[datetime]").count(),
          tab.page.locator("main time + .local").count());
    }
  }

  @Test
  @Requirement(
      value = {"M1.2a", "SA1.1"},
      kind = Kind.NEGATIVE)
  void nobodyElseIsOfferedUsersOrSessions() {
    for (String account : new String[] {"system-administrator-1", "system-auditor-1"}) {
      try (Tab tab = browser.officer(account)) {
        for (String page : new String[] {"Users", "Sessions"}) {
          assertEquals(
              0,
              tab.page
                  .getByRole(
                      AriaRole.LINK, new Page.GetByRoleOptions().setName(page).setExact(true))
                  .count());
        }
      }
    }
    JOURNEY.as("system-auditor-1").get("/sessions").expect(403);
  }
}
