package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.SameSiteAttribute;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.blackbox.Client.Answer;
import org.opentws.conformance.blackbox.PortalBrowser.Tab;

/** The portal in German, for whom the browser or the person asks for it; English for all others. */
@Tag("blackbox")
class PortalLanguageTest {
  private static final RunningSystem SYSTEM = RunningSystem.get();
  private static final String COOKIE = "__Host-language";

  /** German heads of the pages that an officer may open, each account with its own. */
  private static final Map<String, Map<String, String>> PAGES = new TreeMap<>();

  static {
    PAGES.put(
        "registration-officer-1",
        Map.of("applications.xhtml", "Anträge", "health.xhtml", "Zustand"));
    PAGES.put(
        "security-officer-1",
        Map.of(
            "certificates.xhtml", "Zertifikate",
            "operations.xhtml", "Vorgänge",
            "request.xhtml?type=CREATE_USER", "Vorgang beantragen",
            "users.xhtml", "Benutzer",
            "sessions.xhtml", "Sitzungen",
            "settings.xhtml", "Einstellungen",
            "keys.xhtml", "Schlüssel",
            "user.xhtml?account=system-operator-1", "Benutzer",
            "account.xhtml", "Mein Konto"));
    PAGES.put(
        "system-auditor-1",
        Map.of(
            "audit.xhtml", "Prüfprotokoll",
            "audit-live.xhtml", "Prüfprotokoll, laufend",
            "audit-chart.xhtml", "Prüfprotokoll, Diagramm",
            "alarms.xhtml?state=all", "Alarme",
            "archive.xhtml", "Archiv",
            "time-stamps.xhtml", "Zeitstempel",
            "time.xhtml", "Vertrauenswürdige Zeit"));
  }

  private static PortalBrowser browser;

  @BeforeAll
  static void open() {
    browser = new PortalBrowser(SYSTEM);
  }

  @AfterAll
  static void close() {
    browser.close();
  }

  private static String language(Tab tab) {
    return String.valueOf(tab.page.locator("html").getAttribute("lang"));
  }

  /** The pages as their roles see them; longer words make none wider than a small screen. */
  @Test
  void germanBrowserReadsGermanOnEveryPage() {
    PAGES.forEach(
        (account, pages) -> {
          try (Tab tab = browser.officerSpeaking("de-AT", account)) {
            assertEquals("Was auf Sie wartet", tab.heading());
            assertTrue(tab.page.content().contains("locale-de.js"), "PrimeFaces' own words, too");
            tab.look("de-home");
            pages.forEach((name, head) -> assertGerman(tab, name, head));
            assertEquals(List.of(), tab.takeComplaints(), account);
          }
        });
  }

  private static void assertGerman(Tab tab, String name, String head) {
    tab.open(name);
    assertEquals(head, tab.heading(), name);
    assertEquals("de", language(tab), name);
    tab.picture("de-" + name.replaceAll("\\.xhtml.*", ""));
    assertFalse(tab.text().contains("???"), tab.text());
    assertTrue(tab.page.locator("footer").innerText().contains("Vertrauenswürdige Zeit"), name);
    tab.page.setViewportSize(640, 430);
    assertEquals(
        640, tab.page.evaluate("() => document.documentElement.scrollWidth"), name + " at 200 %");
    tab.page.setViewportSize(1280, 860);
  }

  @Test
  void germanOfficersReadAnApplicationAndACertificate() {
    String id = new Journey(SYSTEM).submit(Subscriber.named("Ute"));
    try (Tab tab = browser.officerSpeaking("de-AT", "registration-officer-2")) {
      tab.open("application.xhtml?id=" + id);
      assertEquals("Antrag", tab.heading());
      for (String word : List.of("Vorname", "Reisepass", "Eingereicht")) {
        assertTrue(tab.text().contains(word), word + " in " + tab.text());
      }
      tab.press("Freigeben");
      Locator dialog = tab.page.getByRole(AriaRole.ALERTDIALOG);
      dialog.waitFor();
      assertTrue(dialog.innerText().contains("Diesen Antrag freigeben?"), dialog.innerText());
      tab.look("de-application");
      dialog.getByText("Noch nicht", new Locator.GetByTextOptions().setExact(true)).click();
      tab.press("Ablehnen");
      assertEquals("Geben Sie einen Grund für die Ablehnung an.", tab.note());
    }
    try (Tab tab = browser.officerSpeaking("de-AT", "revocation-officer-1")) {
      tab.open("certificates.xhtml?issuer=" + SYSTEM.value("issuer"));
      tab.page.locator("tbody a").first().click();
      tab.page.waitForURL("**/certificate.xhtml*");
      assertEquals("Zertifikat", tab.heading());
      assertTrue(tab.text().contains("Seriennummer"), tab.text());
      tab.look("de-certificate");
    }
  }

  /** What is approved and recorded stays in the one language of the record. */
  @Test
  void officerAsksInGermanReadsInEnglishAndWithdrawsInGerman() {
    try (Tab tab = browser.officerSpeaking("de-AT", "security-officer-2")) {
      tab.open("request.xhtml?type=DEACTIVATE_KEY");
      tab.press("Beantragen");
      assertEquals("Auszufüllen: Kennung des Schlüssels.", tab.note());
      tab.page.getByLabel("Kennung des Schlüssels").fill("no-such-key");
      tab.press("Beantragen");
      Locator refused = tab.page.locator(".note:has-text('das gibt es nicht')");
      refused.waitFor();
      assertTrue(refused.innerText().startsWith("Zurückgewiesen: "), refused.innerText());
      assertEquals("en", refused.locator("span").getAttribute("lang"), "what the service says");
      tab.open("request.xhtml?type=GENERATE_KEY");
      tab.page.getByLabel("Zweck").selectOption("Siegelung von Nachrichten (MESSAGE_SEALING)");
      tab.page.getByLabel("Eigentümer").fill("portal-language");
      tab.page.getByLabel("Gerät").selectOption("infra");
      tab.press("Beantragen");
      assertTrue(tab.note().startsWith("Beantragt. Eine weitere "), tab.note());
      assertEquals("Vorgang", tab.heading());
      String recorded = "Generate a new MESSAGE_SEALING key of 'portal-language'";
      assertTrue(tab.page.locator(".exactly[lang=en]").innerText().contains(recorded));
      String operation = tab.page.url();
      tab.look("de-operation");

      tab.press("English");
      assertEquals("Operation", tab.heading());
      assertEquals("en", language(tab));
      assertEquals(operation, tab.page.url(), "the same operation is shown");
      assertTrue(tab.text().contains(recorded), tab.text());
      assertKept(tab, "en");
      assertEquals("Operations", tab.open("operations.xhtml").heading());

      tab.page.navigate(operation);
      tab.press("Deutsch");
      assertEquals("Vorgang", tab.heading());
      assertKept(tab, "de");
      tab.page.getByLabel("Grund").fill("nur eine Probe");
      tab.press("Zurückziehen");
      assertEquals("Zurückgezogen.", tab.note());
      assertTrue(tab.page.locator(".state").first().innerText().equals("Zurückgezogen"));
    }
  }

  private static void assertKept(Tab tab, String language) {
    Cookie kept =
        tab.page.context().cookies().stream()
            .filter(cookie -> cookie.name.equals(COOKIE))
            .findFirst()
            .orElseThrow();
    assertEquals(language, kept.value);
    assertTrue(kept.httpOnly && kept.secure, "not for scripts, not in the clear");
    assertEquals(SameSiteAttribute.STRICT, kept.sameSite);
  }

  @Test
  void loginPageIsInTheLanguageThatWasChosenLast() {
    try (Tab tab =
        browser.new Tab(browser.withCertificateOf("system-operator-1"), "system-operator-1")) {
      assertEquals("Log in", tab.open("login.xhtml").heading());
      tab.press("Deutsch");
      assertEquals("Anmeldung", tab.heading());
      tab.look("de-login");
      tab.page.locator("input[type=password]").fill("nicht das Passwort");
      tab.press("Anmelden");
      assertEquals("Anmeldung zurückgewiesen.", tab.note());
      tab.login(SYSTEM.password("system-operator-1"));
      assertEquals("Was auf Sie wartet", tab.heading());
      tab.press("Abmelden");
      assertEquals("Anmeldung", tab.heading());
    }
  }

  private static Answer asked(String page, String header, String value) {
    Client officer = SYSTEM.officer("system-operator-1");
    if (header.equals("Cookie")) {
      officer.withCookie(officer.cookie() + "; " + COOKIE + "=" + value);
    }
    var request = officer.request(URI.create(SYSTEM.value("admin") + page)).GET();
    return officer.send(header.equals("Cookie") ? request : request.header(header, value));
  }

  @Test
  void unknownOrForgedLanguageChangesNothing() {
    Map<String, List<String>> forged =
        Map.of(
            "Accept-Language",
            List.of("fr-FR,fr;q=0.9", "../../messages_de", "de;q=oops", "de,".repeat(1000)),
            "Cookie",
            List.of("fr", "../messages_de", "de%0d%0aX-Forged:%201", "de-DE", "DE", "<b>de</b>"));
    forged.forEach(
        (header, values) ->
            values.forEach(
                value -> {
                  Answer answer = asked("index.xhtml?language=de", header, value).expect(200);
                  assertTrue(answer.text().contains("<html lang=\"en\""), value);
                  assertTrue(answer.text().contains("What waits for you"), value);
                  assertFalse(answer.text().contains("messages_de"), value);
                  assertEquals("", answer.header("X-Forged"), value);
                  assertFalse(
                      answer.http().headers().allValues("Set-Cookie").toString().contains(COOKIE),
                      value);
                }));
  }

  @Test
  void pagesOfErrorsSpeakTheSameLanguage() {
    Answer german = asked("nothing.xhtml", "Accept-Language", "de").expect(404);
    assertTrue(german.text().contains("<html lang=\"de\""), german.text());
    assertTrue(german.text().contains("Unter dieser Adresse gibt es nichts."), german.text());
    Answer refused = asked("keys.xhtml", "Cookie", "de").expect(403);
    assertTrue(refused.text().contains("Nicht für Ihre Rolle"), refused.text());
    Answer english = asked("nothing.xhtml", "Accept-Language", "fr").expect(404);
    assertTrue(english.text().contains("There is nothing under this address."), english.text());
  }
}
