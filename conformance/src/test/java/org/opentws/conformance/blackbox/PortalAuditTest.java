package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.PortalBrowser.Tab;

/** How an auditor follows the log, sees it as a chart, and reads the history of one object. */
@Tag("blackbox")
class PortalAuditTest {
  private final RunningSystem system = RunningSystem.get();
  private final PortalBrowser browser = new PortalBrowser(system);
  private final Journey journey = new Journey(system);

  @AfterEach
  void close() {
    browser.close();
  }

  @Test
  @Requirement({"AA4.1", "AA4.2"})
  void auditorFollowsTheLogAndReadsTheHistoryOfACertificate() {
    try (Tab tab = browser.officer("system-auditor-1")) {
      tab.open("audit-live.xhtml");
      tab.page.getByText("Following. Newest record:").waitFor();
      Journey.Issued issued = journey.issue(Subscriber.named("Live"));
      Locator made = rows(tab, "Certificate generated", issued.serial());
      made.first().waitFor();
      tab.look("audit-live-new");
      tab.page.getByRole(AriaRole.BUTTON, named("Pause")).click();
      assertEquals("Paused.", tab.page.getByRole(AriaRole.STATUS).innerText());

      tab.open("audit-chart.xhtml").look("audit-chart-drawn");
      Locator chart = tab.page.locator("section").filter(filter("Certificate generated"));
      assertTrue(chart.locator("rect.done").count() > 0, tab.text());

      journey.revoke(issued.serial(), "superseded").expect(200);
      tab.open("certificate.xhtml?issuer=" + system.value("issuer") + "&serial=" + issued.serial());
      tab.page.getByText("History in the audit log").click();
      assertEquals("History", tab.heading());
      for (String event : Set.of("Certificate generated", "Certificate status changed")) {
        assertTrue(rows(tab, event, issued.serial()).count() > 0, event + " in " + tab.text());
      }
      tab.look("audit-history");
    }
  }

  @Test
  @Requirement(value = "AA5.1", kind = Kind.NEGATIVE)
  void whoMayNotReadTheLogIsOfferedNoHistory() {
    try (Tab tab = browser.officer("security-officer-1")) {
      tab.open("keys.xhtml");
      assertTrue(tab.text().contains("Every key that ever was"), tab.text());
      assertEquals(0, tab.page.getByText("History in the audit log").count());
    }
  }

  private static Locator rows(Tab tab, String event, String serial) {
    return tab.page.locator("tbody tr").filter(filter(event)).filter(filter(serial));
  }

  private static Locator.FilterOptions filter(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }
}
