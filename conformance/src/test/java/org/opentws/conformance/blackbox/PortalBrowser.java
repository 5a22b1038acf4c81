package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ClientCertificate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Chromium before the portal: one for all checks, each officer in a context of its own. */
final class PortalBrowser implements AutoCloseable {
  private static final String LOST_BY_THE_PROXY = "ERR_TOO_MANY_RETRIES";
  private static final int ATTEMPTS_MAX = 3;
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path SCREENS = Path.of("..", "target", "screens");
  private static final int PATIENCE_MS = 15_000;
  private static final int WIDTH = 1280;
  private static final int HEIGHT = 860;

  private final RunningSystem system;
  private final Playwright playwright;
  private final Browser browser;

  PortalBrowser(RunningSystem system) {
    assertTrue(
        Files.isExecutable(CHROMIUM),
        CHROMIUM + " is missing: ./tws test installs it, or: sudo apt-get install chromium");
    this.system = system;
    this.playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    this.browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(CHROMIUM)
                    // As root, as in a container of CI, Chromium's own sandbox cannot start.
                    // Playwright's proxy, which holds the client certificates, loses streams of
                    // HTTP/2 now and then, and seldom whole connections.
                    .setArgs(
                        List.of("--no-sandbox", "--disable-dev-shm-usage", "--disable-http2")));
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }

  /** A browser without any certificate. */
  BrowserContext stranger() {
    return context(options());
  }

  /** A browser in which this officer's control certificate lies. */
  BrowserContext withCertificateOf(String account) {
    return context(withCertificate(account));
  }

  private Browser.NewContextOptions withCertificate(String account) {
    ClientCertificate own =
        new ClientCertificate(origin())
            .setCertPath(system.path(system.node("officers").get(account).get("certificate")))
            .setKeyPath(system.path(system.node("officers").get(account).get("key")));
    return options().setClientCertificates(List.of(own));
  }

  /** A browser in which this control key lies. */
  BrowserContext withKeyOf(Newcomer newcomer) {
    ClientCertificate own =
        new ClientCertificate(origin())
            .setCert(newcomer.certificatePem().getBytes(StandardCharsets.US_ASCII))
            .setKey(newcomer.keyPem().getBytes(StandardCharsets.US_ASCII));
    return context(options().setClientCertificates(List.of(own)));
  }

  /** The officer's first tab, logged in, in a browser that stands in another time zone. */
  Tab officer(String account, String zone) {
    Tab tab = new Tab(context(withCertificate(account).setTimezoneId(zone)), account);
    tab.open("login.xhtml");
    tab.login(system.password(account));
    return tab;
  }

  /** The officer's first tab, logged in, in a browser that asks for another language. */
  Tab officerSpeaking(String language, String account) {
    Tab tab = new Tab(context(withCertificate(account).setLocale(language)), account);
    tab.open("login.xhtml");
    tab.login(system.password(account));
    return tab;
  }

  private static Browser.NewContextOptions options() {
    // The demo's TLS CA is not one that a browser knows; Client checks it for all other tests.
    return new Browser.NewContextOptions()
        .setIgnoreHTTPSErrors(true)
        .setViewportSize(WIDTH, HEIGHT)
        .setLocale("en-GB")
        .setReducedMotion(com.microsoft.playwright.options.ReducedMotion.REDUCE);
  }

  private BrowserContext context(Browser.NewContextOptions options) {
    BrowserContext context = browser.newContext(options);
    context.setDefaultTimeout(PATIENCE_MS);
    return context;
  }

  private String origin() {
    return system.uri("admin").resolve("/").toString().replaceAll("/$", "");
  }

  /** The officer's first tab, logged in with both factors. */
  Tab officer(String account) {
    Tab tab = new Tab(withCertificateOf(account), account);
    tab.open("login.xhtml");
    tab.login(system.password(account));
    return tab;
  }

  /** One tab of one person. Whatever the browser complains of fails the check. */
  final class Tab implements AutoCloseable {
    final Page page;
    private final String account;
    private final BrowserContext context;
    private final List<String> complaints = new ArrayList<>();

    Tab(BrowserContext context, String account) {
      this.context = context;
      this.account = account;
      this.page = context.newPage();
      page.onConsoleMessage(
          message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
              complaints.add(message.location() + ": " + message.text());
            }
          });
      page.onPageError(error -> complaints.add(page.url() + ": " + error));
      page.onRequest(
          request -> {
            String url = request.url();
            if (!url.startsWith(origin()) && !url.startsWith("data:")) {
              complaints.add("request to a foreign host: " + url);
            }
          });
    }

    /** Opens a page of the portal, by its name below /admin/. */
    Tab open(String name) {
      for (int attempt = 1; attempt < ATTEMPTS_MAX; attempt++) {
        page.navigate(system.value("admin") + name);
        if (!complaints.removeIf(complaint -> complaint.contains(LOST_BY_THE_PROXY))) {
          return this;
        }
      }
      page.navigate(system.value("admin") + name);
      return this;
    }

    void login(String password) {
      page.locator("input[type=password]").fill(password);
      page.keyboard().press("Enter");
      page.waitForURL("**/admin/index.xhtml*");
    }

    String heading() {
      return page.locator("h1").innerText();
    }

    String text() {
      return page.locator("main").innerText();
    }

    void press(String button) {
      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button).setExact(true))
          .click();
    }

    /** What the page tells the person on top. */
    String note() {
      Locator note = page.locator(".note").first();
      note.waitFor();
      return note.innerText();
    }

    /** A cookie of this browser as a header says it. */
    String cookie(String name) {
      return context.cookies().stream()
          .filter(cookie -> cookie.name.equals(name))
          .map(cookie -> name + "=" + cookie.value)
          .findFirst()
          .orElseThrow();
    }

    void forgetCookie(String name) {
      context.clearCookies(new BrowserContext.ClearCookiesOptions().setName(name));
    }

    /** What a function in JavaScript says of the element that has the focus. */
    String focused(String function) {
      return String.valueOf(page.evaluate("() => (" + function + ")(document.activeElement)"));
    }

    /** Keeps a picture of the whole page as it is now. */
    void picture(String name) {
      Path picture = SCREENS.resolve(account + "-" + name + ".png");
      page.screenshot(new Page.ScreenshotOptions().setPath(picture).setFullPage(true));
    }

    /** What axe and the browser say of this page as it is now; keeps a picture. */
    Tab look(String name) {
      picture(name);
      List<String> found = new ArrayList<>(complaints);
      for (Rule rule : axe().analyze().getViolations()) {
        rule.getNodes()
            .forEach(
                node ->
                    found.add(
                        rule.getId()
                            + " ("
                            + rule.getImpact()
                            + "): "
                            + node.getHtml()
                            + " "
                            + node.getFailureSummary()));
      }
      assertEquals(List.of(), found, account + " at " + name);
      return this;
    }

    /** Told to count up the violations only: naming all that is right takes most of the time. */
    private AxeBuilder axe() {
      AxeRunOptions options = new AxeRunOptions();
      options.setResultTypes(List.of("violations"));
      return new AxeBuilder(page).setLegacyMode(true).options(options);
    }

    /** What the browser complained of since the last call, for pages that must fail. */
    List<String> takeComplaints() {
      List<String> taken = List.copyOf(complaints);
      complaints.clear();
      return taken;
    }

    @Override
    public void close() {
      context.close();
    }
  }
}
