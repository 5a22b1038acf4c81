package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.PortalBrowser.Tab;

/** Locking and opening the device with the keys of CAs, by hand in the officers' portal (KM3.2). */
@Tag("blackbox")
class PortalActivationTest {
  private static final RunningSystem SYSTEM = RunningSystem.get();

  private final Activation activation = new Activation(SYSTEM);
  private final PortalBrowser browser = new PortalBrowser(SYSTEM);

  @BeforeEach
  void open() {
    activation.ensureOpen();
  }

  @AfterEach
  void close() {
    browser.close();
    activation.ensureOpen();
  }

  private static void give(Tab tab, String share) {
    tab.open("keys.xhtml");
    tab.page.getByLabel("Your share").fill(share);
    tab.press("Give the share");
  }

  @Test
  @Requirement("KM3.2")
  void oneOfficerLocksAndTwoOpenInThePortal() {
    String operation;
    try (Tab first = browser.officer("security-officer-1")) {
      first.open("keys.xhtml").look("keys-device-open");
      first.press("Lock");
      Locator dialog = first.page.getByRole(AriaRole.ALERTDIALOG);
      dialog.waitFor();
      dialog.getByText("Lock", new Locator.GetByTextOptions().setExact(true)).click();
      assertEquals("Locked, on all nodes.", first.note());
      assertEquals("LOCKED", activation.state());
      first.look("keys-device-locked");
      give(first, activation.share("security-officer-1"));
      assertTrue(first.note().startsWith("Taken. 2 shares are needed"), first.note());
      assertFalse(first.page.content().contains("otws1-2of"), "the share is shown again");
      first.open("request.xhtml?type=ACTIVATE_DEVICE");
      first.press("Request");
      operation = first.page.url().replaceAll(".*id=", "");
    }
    try (Tab second = browser.officer("security-officer-2")) {
      give(second, activation.share("security-officer-2"));
      assertTrue(second.note().contains("security-officer-1, security-officer-2"), second.note());
      second.open("operation.xhtml?id=" + operation);
      second.page.getByLabel("Your password").fill(SYSTEM.password("security-officer-2"));
      second.press("Approve");
      Locator dialog = second.page.getByRole(AriaRole.ALERTDIALOG);
      dialog.waitFor();
      dialog.getByText("Approve", new Locator.GetByTextOptions().setExact(true)).click();
      assertEquals("Approved and executed.", second.note());
    }
    assertEquals("ACTIVATED", activation.state());
  }

  @Test
  @Requirement(value = "KM3.2", kind = Kind.NEGATIVE)
  void whoHoldsNoShareIsOfferedNothingAndAWrongOneIsRefused() {
    activation.lock("security-officer-1").expect(204);
    try (Tab auditor = browser.officer("system-auditor-1")) {
      auditor.open("keys.xhtml");
      assertTrue(auditor.text().contains("Locked"), auditor.text());
      for (String label : List.of("Your share", "Give the share", "Lock")) {
        assertEquals(0, auditor.page.getByLabel(label).count(), label);
      }
    }
    try (Tab officer = browser.officer("security-officer-1")) {
      give(officer, "otws1-nonsense");
      assertTrue(officer.note().contains("This is not a share"), officer.note());
    }
    assertEquals("LOCKED", activation.state());
  }
}
