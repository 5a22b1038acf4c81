package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.blackbox.PortalBrowser.Tab;

/** The officers' portal on a tablet. */
@Tag("blackbox")
class PortalTabletTest {
  /** On a tablet no page is wider than the screen; axe judges each as each role sees it. */
  @Test
  void everyPageOfEveryRoleIsReadableOnATablet() {
    try (PortalBrowser browser = new PortalBrowser(RunningSystem.get())) {
      for (String account : PortalGuardTest.OFFICERS) {
        try (Tab tab = browser.officer(account)) {
          tab.page.setViewportSize(768, 1024);
          PortalGuardTest.PAGES.forEach(
              (name, allowed) -> {
                if (allowed.contains(account)) {
                  tab.open(name).look("tablet-" + name.replace(".xhtml", ""));
                  assertEquals(
                      768, tab.page.evaluate("() => document.documentElement.scrollWidth"), name);
                }
              });
        }
      }
    }
  }
}
