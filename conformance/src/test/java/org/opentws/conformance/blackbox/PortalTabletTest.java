package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.blackbox.PortalBrowser.Tab;

/** The officers' portal on a tablet, and enlarged. */
@Tag("blackbox")
class PortalTabletTest {
  /** Half of the pixels of an ordinary screen are left at 200 %. */
  private static final int ENLARGED = 1280 / 2;

  /** No page is wider than the screen; axe judges each as each role sees it. */
  @Test
  void everyPageOfEveryRoleIsReadableOnATabletAndEnlargedTwice() {
    try (PortalBrowser browser = new PortalBrowser(RunningSystem.get())) {
      for (String account : PortalGuardTest.OFFICERS) {
        try (Tab tab = browser.officer(account)) {
          tab.page.setViewportSize(768, 1024);
          PortalGuardTest.PAGES.forEach(
              (name, allowed) -> {
                if (allowed.contains(account)) {
                  tab.open(name).look("tablet-" + name.replace(".xhtml", ""));
                  assertEquals(768, width(tab), name);
                  tab.page.setViewportSize(ENLARGED, 860 / 2);
                  assertEquals(ENLARGED, width(tab), name + " at 200 %");
                  tab.page.setViewportSize(768, 1024);
                }
              });
        }
      }
    }
  }

  private static Object width(Tab tab) {
    return tab.page.evaluate("() => document.documentElement.scrollWidth");
  }
}
