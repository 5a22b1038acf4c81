package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.PermissionTable;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Client.Answer;

/** What the officers' portal must refuse: other roles' pages, forged forms, hostile input. */
@Tag("blackbox")
class PortalGuardTest {
  private static final PermissionTable TABLE = PermissionTable.read();

  /** Pages about one object, which need its id. */
  private static final Set<String> OF_ONE_OBJECT =
      Set.of("application.xhtml", "certificate.xhtml", "operation.xhtml", "user.xhtml");

  /** The demo's first account of each role. */
  static final List<String> OFFICERS = TABLE.roles().stream().map(role -> role + "-1").toList();

  /** Who may open which page, by the published matrix (M1.2, docs/permissions.md). */
  static final Map<String, List<String>> PAGES = new TreeMap<>();

  static {
    TABLE
        .pages()
        .forEach(
            (file, permission) -> {
              if (!OF_ONE_OBJECT.contains(file)) {
                PAGES.put(
                    file,
                    TABLE.roles().stream()
                        .filter(role -> TABLE.may(role, permission))
                        .map(role -> role + "-1")
                        .toList());
              }
            });
  }

  private static final Pattern VIEW_STATE =
      Pattern.compile("name=\"jakarta\\.faces\\.ViewState\"[^>]*value=\"([^\"]+)\"");
  private static final Pattern NONCE = Pattern.compile("nonce=\"([^\"]+)\"");

  private final RunningSystem system = RunningSystem.get();

  private URI page(String name) {
    return URI.create(system.value("admin") + name);
  }

  private static void assertOurPage(Answer answer) {
    assertTrue(answer.text().contains("OpenTWS</"), answer.text());
    for (String leak : List.of("Exception", "\tat ", "org.opentws", "WildFly", "Undertow")) {
      assertFalse(answer.text().contains(leak), leak + " in " + answer.text());
    }
    assertEquals("", answer.header("Server") + answer.header("X-Powered-By"));
  }

  @Test
  @Requirement(
      value = {"M1.1", "SA1.1"},
      kind = Kind.NEGATIVE)
  void pageOutsideTheRoleIsRefusedWithoutData() {
    List<String> wrong = new ArrayList<>();
    for (String account : OFFICERS) {
      Client officer = system.officer(account);
      PAGES.forEach(
          (name, allowed) -> {
            Answer answer = officer.getUri(page(name));
            int expected = allowed.contains(account) ? 200 : 403;
            if (answer.status() != expected) {
              wrong.add(account + " " + name + ": " + answer.status());
            }
            if (expected == 403) {
              assertOurPage(answer);
              assertTrue(answer.text().contains("Not for your role"), answer.text());
              assertFalse(answer.text().contains("<table"), answer.text());
            }
          });
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  @Requirement(value = "SA1.1", kind = Kind.NEGATIVE)
  void withoutASessionEveryAddressLeadsToTheLogin() {
    Client half = system.withCertificateOf("security-officer-1");
    for (String name : List.of("", "index.xhtml", "keys.xhtml", "operation.xhtml?id=x", "no")) {
      Answer answer = half.getUri(page(name)).expect(302);
      assertTrue(answer.header("Location").endsWith("/admin/login.xhtml"), name);
      assertEquals("", answer.text());
    }
  }

  @Test
  void pagesTellTheBrowserToKeepAndTrustNothing() {
    Answer answer = system.officer("system-auditor-1").getUri(page("index.xhtml")).expect(200);
    assertEquals("no-store", answer.header("Cache-Control"));
    assertEquals("nosniff", answer.header("X-Content-Type-Options"));
    String policy = String.join(" ", answer.http().headers().allValues("Content-Security-Policy"));
    assertTrue(policy.contains("script-src 'self' 'nonce-"), policy);
    assertTrue(policy.contains("frame-ancestors 'none'"), policy);
    assertFalse(policy.contains("unsafe"), policy);
    String cookie = answer.header("Set-Cookie");
    for (String part : List.of("__Host-portal=", "secure", "httponly", "samesite=strict")) {
      assertTrue(cookie.toLowerCase().contains(part.toLowerCase()), part + " in " + cookie);
    }
  }

  private String certified(Subscriber subscriber) {
    Answer submitted = system.anonymous().post("/applications", subscriber.application());
    String id = submitted.expect(201).json().get("id").asText();
    return system
        .officer("registration-officer-1")
        .post("/applications/" + id + "/approval", Map.of())
        .expect(200)
        .json()
        .get("serial")
        .asText();
  }

  private String status(String serial) {
    return system
        .officer("revocation-officer-1")
        .get("/certificates/" + system.value("issuer") + "/" + serial)
        .expect(200)
        .json()
        .get("state")
        .asText();
  }

  /** A page that was opened: what a form of it must bring. */
  private record Opened(String portalCookie, String viewState, String nonce) {}

  private static Opened opened(Answer answer) {
    return new Opened(
        answer.header("Set-Cookie").split(";", 2)[0],
        first(VIEW_STATE, answer.text()),
        first(NONCE, answer.text()));
  }

  private static String first(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    assertTrue(found.find(), pattern + " in " + text);
    return found.group(1);
  }

  private Answer post(Client client, String name, Map<String, String> fields, String... headers) {
    String body =
        fields.entrySet().stream()
            .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    HttpRequest.Builder request =
        client
            .request(page(name))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return client.send(request);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static Map<String, String> revocation(Opened opened) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("revoke", "revoke");
    fields.put("revoke:reason", "keyCompromise");
    fields.put("revoke:go", "Revoke");
    fields.put("jakarta.faces.ViewState", opened.viewState());
    fields.put("primefaces.nonce", opened.nonce());
    return fields;
  }

  private String certificatePage(String serial) {
    return "certificate.xhtml?issuer=" + system.value("issuer") + "&serial=" + serial;
  }

  @Test
  @Requirement(
      value = {"M1.2c", "SA1.1"},
      kind = Kind.NEGATIVE)
  void forgedFormsChangeNothing() {
    String serial = certified(Subscriber.named("Gudrun"));
    Client officer = system.officer("revocation-officer-1");
    String session = officer.cookie();
    Opened own = opened(officer.getUri(page(certificatePage(serial))).expect(200));
    Map<String, String> fields = revocation(own);

    // From another site, though browser and person are the right ones.
    officer.withCookie(session + "; " + own.portalCookie());
    post(officer, "certificate.xhtml", fields, "Origin", "https://elsewhere.example").expect(403);
    post(officer, "certificate.xhtml", fields, "Sec-Fetch-Site", "cross-site").expect(403);
    // With the view state of somebody else's page, or with none: not one of our forms.
    Map<String, String> stolen = new LinkedHashMap<>(fields);
    stolen.put("jakarta.faces.ViewState", "1234567890:1234567890");
    Answer refused = post(officer, "certificate.xhtml", stolen).expect(302);
    assertTrue(refused.header("Location").endsWith("certificates.xhtml?stale=true"));
    stolen.remove("jakarta.faces.ViewState");
    assertEquals(4, post(officer, "certificate.xhtml", stolen).status() / 100);
    assertEquals("good", status(serial).toLowerCase());

    // The same form, whole: it is the forgery that failed, not the form.
    post(officer, "certificate.xhtml", fields).expect(302);
    assertEquals("revoked", status(serial).toLowerCase());
  }

  @Test
  @Requirement(
      value = {"M1.2c", "M1.1"},
      kind = Kind.NEGATIVE)
  void buttonOfAnotherRoleDoesNothing() {
    String serial = certified(Subscriber.named("Hedwig"));
    for (String account : List.of("system-auditor-1")) {
      Client officer = system.officer(account);
      String session = officer.cookie();
      Answer seen = officer.getUri(page(certificatePage(serial))).expect(200);
      assertFalse(seen.text().contains("Change the status"), account);
      Opened opened = opened(seen);
      officer.withCookie(session + "; " + opened.portalCookie());
      post(officer, "certificate.xhtml", revocation(opened));
      assertEquals("good", status(serial).toLowerCase(), account);
    }
  }

  @Test
  void hostileAddressesGetOurOwnPagesAndNothingElse() {
    Client officer = system.officer("registration-officer-1");
    String script = "\"><script>alert(1)</script>";
    Map<String, Integer> addresses = new LinkedHashMap<>();
    addresses.put("nothing.xhtml", 404);
    addresses.put("..%2fWEB-INF/web.xml", 404);
    addresses.put("application.xhtml", 404);
    addresses.put("application.xhtml?id=" + encoded("' or 1=1 --"), 404);
    addresses.put("application.xhtml?id=" + encoded(script), 404);
    addresses.put("applications.xhtml?state=" + encoded(script), 200);
    addresses.put("certificates.xhtml?subject=" + encoded(script), 200);
    addresses.put("certificates.xhtml?serial=" + encoded(script), 200);
    addresses.put("certificates.xhtml?subject=%00%ff&issuer=" + encoded("' --"), 200);
    addresses.put("certificate.xhtml?issuer=" + encoded(script) + "&serial=zz", 400);
    addresses.put("index.xhtml?incident=" + encoded(script) + "&stale=" + encoded(script), 200);
    addresses.put("../fault", 404);
    addresses.forEach(
        (address, expected) -> {
          Answer answer = officer.getUri(page(address));
          assertEquals(expected, answer.status(), address);
          assertOurPage(answer);
          assertFalse(answer.text().contains("<script>alert"), address);
        });
  }

  @Test
  void wordsOfOthersAreShownAsTextOnly() {
    Answer submitted =
        system.anonymous().post("/applications", Subscriber.named("Ilse").application());
    String id = submitted.expect(201).json().get("id").asText();
    Client officer = system.officer("registration-officer-1");
    officer
        .post("/applications/" + id + "/rejection", Map.of("reason", "<script>alert(1)</script>"))
        .expect(200);
    String shown = officer.getUri(page("application.xhtml?id=" + id)).expect(200).text();
    assertTrue(shown.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), shown);
    assertFalse(shown.contains("<script>alert"), shown);
  }
}
