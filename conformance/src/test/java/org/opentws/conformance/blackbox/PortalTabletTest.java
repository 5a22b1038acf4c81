package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.blackbox.PortalBrowser.Tab;

/** The officers' portal on a tablet, and enlarged. */
@Tag("blackbox")
class PortalTabletTest {
  /** Half of the pixels of an ordinary screen are left at 200 %. */
  private static final int ENLARGED = 1280 / 2;

  /** Browsers at once: drawing pages is what takes the time. */
  private static final int BROWSERS = 2;

  /** No page is wider than the screen; axe judges each as each role sees it. */
  @Test
  void everyPageOfEveryRoleIsReadableOnATabletAndEnlargedTwice() throws Exception {
    ExecutorService browsers = Executors.newFixedThreadPool(BROWSERS);
    try {
      List<Callable<Integer>> looks = new ArrayList<>();
      for (String account : PortalGuardTest.OFFICERS) {
        looks.add(() -> look(account));
      }
      for (Future<Integer> seen : browsers.invokeAll(looks)) {
        assertTrue(seen.get() > 0, "no page was seen");
      }
    } finally {
      browsers.shutdownNow();
    }
  }

  /** In a browser of its own; returns how many pages the officer may open. */
  private static int look(String account) {
    int seen = 0;
    try (PortalBrowser browser = new PortalBrowser(RunningSystem.get());
        Tab tab = browser.officer(account)) {
      tab.page.setViewportSize(768, 1024);
      for (String name : PortalGuardTest.PAGES.keySet()) {
        if (PortalGuardTest.PAGES.get(name).contains(account)) {
          tab.open(name).look("tablet-" + name.replace(".xhtml", ""));
          assertEquals(768, width(tab), name);
          tab.page.setViewportSize(ENLARGED, 860 / 2);
          assertEquals(ENLARGED, width(tab), name + " at 200 %");
          tab.page.setViewportSize(768, 1024);
          seen++;
        }
      }
    }
    return seen;
  }

  private static Object width(Tab tab) {
    return tab.page.evaluate("() => document.documentElement.scrollWidth");
  }
}
