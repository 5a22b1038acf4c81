package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Client.Answer;
import org.opentws.conformance.blackbox.Journey.Issued;
import org.opentws.conformance.blackbox.PortalBrowser.Tab;

/**
 * Officers work for named CAs and registration authorities; what is outside answers like what does
 * not exist, whatever they ask and however well they guess (SA1.1).
 */
@Tag("blackbox")
class ScopesTest {
  private static final String NOWHERE = "0123456789012345678901";
  private static final String UNUSED = "7f00000000000000000000000000000000000001";
  private static final RunningSystem SYSTEM = RunningSystem.get();
  private static final Journey JOURNEY = new Journey(SYSTEM);
  private static final Subscriber ELSEWHERE = Subscriber.named("Elsewhere");

  /** Of the registration authority "branch": the clerk works for it alone. */
  private static Issued own;

  /** Of the registration authority "main". */
  private static Issued outside;

  private static String ownWaiting;
  private static String outsideWaiting;
  private static Newcomer clerk;

  /** A Revocation Officer for the CA of subjects. */
  private static Newcomer revoker;

  @BeforeAll
  static void twoAuthorities() {
    Subscriber subscriber = Subscriber.named("Own");
    own = JOURNEY.issue(subscriber, of("branch", subscriber));
    outside = JOURNEY.issue(ELSEWHERE);
    ownWaiting = JOURNEY.submit(of("branch", Subscriber.named("Waits")));
    outsideWaiting = JOURNEY.submit(Subscriber.named("Waits"));
    clerk = Newcomer.officer(JOURNEY, "REGISTRATION_OFFICER");
    clerk.worksFor(JOURNEY, "all", "branch");
    revoker = Newcomer.officer(JOURNEY, "REVOCATION_OFFICER");
    revoker.worksFor(JOURNEY, "issuing", "all");
  }

  @AfterAll
  static void leave() {
    for (String id : new String[] {ownWaiting, outsideWaiting}) {
      JOURNEY.turnDown(id);
    }
    clerk.leave(JOURNEY);
    revoker.leave(JOURNEY);
  }

  private static Map<String, Object> of(String authority, Subscriber subscriber) {
    Map<String, Object> application = new HashMap<>(subscriber.application());
    application.put("registrationAuthority", authority);
    return application;
  }

  private static String certificate(String issuer, String serial) {
    return "/certificates/" + issuer + "/" + serial;
  }

  private static void assertUnknown(Answer answer, Answer unknown) {
    assertEquals(404, unknown.status(), unknown.text());
    assertEquals(404, answer.status(), answer.text());
    assertEquals(unknown.text(), answer.text());
  }

  @Test
  @Requirement({"SA1.1", "R1.5"})
  void officerSeesAndDecidesWhatBelongsToTheOwnAuthority() {
    Client officer = clerk.loggedIn(SYSTEM);
    assertTrue(officer.get("/applications").expect(200).text().contains(ownWaiting));
    JsonNode review = officer.get("/applications/" + ownWaiting).expect(200).json();
    assertEquals("branch", review.get("registrationAuthority").asText());
    officer.get(certificate("issuing", own.serial())).expect(200);
    for (String action : new String[] {"suspend", "reinstate"}) {
      officer
          .post(certificate("issuing", own.serial()) + "/status-changes", Map.of("action", action))
          .expect(200);
    }
    officer.get("/personal-data/" + own.id() + "?reason=asked+for").expect(200);
    String decided = JOURNEY.submit(of("branch", Subscriber.named("Decided")));
    officer.post("/applications/" + decided + "/approval", Map.of()).expect(200);
    // What an officer enters is the own authority's.
    String entered =
        officer
            .post("/applications", Subscriber.named("Entered").application())
            .expect(201)
            .json()
            .get("id")
            .asText();
    assertEquals(
        "branch",
        officer.get("/applications/" + entered).json().get("registrationAuthority").asText());
    officer.post("/applications", of("main", Subscriber.named("Entered"))).expect(400);
    SYSTEM
        .anonymous()
        .post("/applications", of("nowhere", Subscriber.named("Entered")))
        .expect(400);
  }

  @Test
  @Requirement(
      value = {"SA1.1", "R2.1", "R1.5"},
      kind = Kind.NEGATIVE)
  void applicationsOfAnotherAuthorityDoNotExist() {
    Client officer = clerk.loggedIn(SYSTEM);
    assertFalse(officer.get("/applications").expect(200).text().contains(outsideWaiting));
    assertFalse(
        officer.get("/applications?state=CERTIFIED").expect(200).text().contains(outside.id()));
    for (String part : new String[] {"", "/status"}) {
      assertUnknown(
          officer.get("/applications/" + outsideWaiting + part),
          officer.get("/applications/" + NOWHERE + part));
    }
    for (String decision : new String[] {"approval", "rejection"}) {
      Map<String, String> body = decision.equals("rejection") ? Map.of("reason", "no") : Map.of();
      assertUnknown(
          officer.post("/applications/" + outsideWaiting + "/" + decision, body),
          officer.post("/applications/" + NOWHERE + "/" + decision, body));
    }
    assertUnknown(
        officer.get("/personal-data/" + outside.id() + "?reason=x"),
        officer.get("/personal-data/" + NOWHERE + "?reason=x"));
    assertUnknown(
        officer.post("/personal-data/" + outside.id() + "/holds", Map.of("reason", "x")),
        officer.post("/personal-data/" + NOWHERE + "/holds", Map.of("reason", "x")));
    assertEquals(
        "SUBMITTED",
        SYSTEM.anonymous().get("/applications/" + outsideWaiting).json().get("state").asText());
  }

  @Test
  @Requirement(value = "SA1.1", kind = Kind.NEGATIVE)
  void exportOfAPersonHoldsNothingOfAnotherAuthority() {
    Subscriber person = Subscriber.named("Both");
    Issued here = JOURNEY.issue(person, of("branch", person));
    Issued there = JOURNEY.issue(person);
    String path = "/personal-data/" + here.id() + "?reason=asked+for";
    String all = JOURNEY.as("registration-officer-1").get(path).expect(200).text();
    assertTrue(all.contains(there.id()) && all.contains(there.serial()), all);
    String part = clerk.loggedIn(SYSTEM).get(path).expect(200).text();
    assertTrue(part.contains(here.serial()), part);
    assertFalse(part.contains(there.id()) || part.contains(there.serial()), part);
  }

  @Test
  @Requirement(
      value = {"SA1.1", "RM1.2"},
      kind = Kind.NEGATIVE)
  void certificatesOutsideDoNotExistAndKeepTheirStatus() {
    String serial = outside.serial();
    String management = RunningSystem.hex(SYSTEM.certificate("officers/system-operator-1.pem"));
    SignedWish.send(
            SYSTEM, serial, SignedWish.signed(SignedWish.order(SYSTEM, serial, "suspend"), outside))
        .expect(200);
    SignedWish.send(
            SYSTEM,
            serial,
            SignedWish.signed(SignedWish.order(SYSTEM, serial, "reinstate"), outside))
        .expect(202);
    String wish = request(serial);
    Client officer = clerk.loggedIn(SYSTEM);
    assertUnknown(
        officer.get(certificate("issuing", serial)), officer.get(certificate("issuing", UNUSED)));
    Client other = revoker.loggedIn(SYSTEM);
    other.get(certificate("issuing", serial)).expect(200);
    assertUnknown(
        other.get(certificate("management", management)),
        other.get(certificate("management", UNUSED)));
    Map<String, String> revoke = Map.of("action", "revoke");
    assertUnknown(
        officer.post(certificate("issuing", serial) + "/status-changes", revoke),
        officer.post(certificate("issuing", UNUSED) + "/status-changes", revoke));
    assertUnknown(
        other.post(certificate("management", management) + "/status-changes", revoke),
        other.post(certificate("issuing", UNUSED) + "/status-changes", revoke));
    Map<String, String> shown =
        Map.of("action", "revoke", "certificate", Newcomer.encoded(outside.certificate()));
    assertUnknown(
        officer.post(certificate("issuing", serial) + "/status-changes", shown),
        officer.post(certificate("issuing", UNUSED) + "/status-changes", shown));

    // What waits for an officer waits for others.
    assertFalse(officer.get("/status-change-requests").expect(200).text().contains(wish));
    assertTrue(other.get("/status-change-requests").expect(200).text().contains(wish));
    for (String decision : new String[] {"approval", "rejection"}) {
      assertUnknown(
          officer.post("/status-change-requests/" + decision, decided(decision, wish)),
          officer.post("/status-change-requests/" + decision, decided(decision, "subject:x")));
    }
    other.post("/status-change-requests/approval", Map.of("id", wish)).expect(200);
    assertEquals(
        "GOOD", other.get(certificate("issuing", serial)).expect(200).json().get("state").asText());
  }

  private static String request(String serial) {
    for (JsonNode each :
        JOURNEY.as("revocation-officer-1").get("/status-change-requests").expect(200).json()) {
      if (each.get("serial").asText().equals(serial)) {
        return each.get("id").asText();
      }
    }
    throw new AssertionError("an officer for everything does not see it");
  }

  private static Map<String, String> decided(String decision, String id) {
    return decision.equals("rejection") ? Map.of("id", id, "reason", "no") : Map.of("id", id);
  }

  @Test
  @Requirement(
      value = {"SA1.1", "KM1.3"},
      kind = Kind.NEGATIVE)
  void operationsThatNameSomethingOutsideDoNotExist() {
    Client officer = clerk.loggedIn(SYSTEM);
    Client everywhere = JOURNEY.as("registration-officer-1");
    String hold = hold(everywhere, outside.id());
    JsonNode asked = everywhere.post("/operations", lift(hold)).expect(201).json();
    String id = asked.get("id").asText();
    assertUnknown(officer.get("/operations/" + id), officer.get("/operations/" + NOWHERE));
    assertFalse(officer.get("/operations").expect(200).text().contains(id));
    Map<String, String> no = Map.of("reason", "no");
    assertUnknown(
        officer.post("/operations/" + id + "/rejection", no),
        officer.post("/operations/" + NOWHERE + "/rejection", no));
    assertUnknown(
        officer.post("/operations", lift(hold)), officer.post("/operations", lift(NOWHERE)));
    assertUnknown(
        officer.post("/operations", erasure(outside.id())),
        officer.post("/operations", erasure(NOWHERE)));
    JOURNEY.as("security-officer-1").approve(id).expect(200);

    Answer mine = officer.post("/operations", lift(hold(officer, own.id()))).expect(201);
    assertTrue(officer.get("/operations").expect(200).text().contains(own.id()), mine.text());
    officer.post("/operations/" + mine.json().get("id").asText() + "/rejection", no).expect(200);
  }

  private static String hold(Client officer, String application) {
    return officer
        .post("/personal-data/" + application + "/holds", Map.of("reason", "a check"))
        .expect(201)
        .json()
        .get("id")
        .asText();
  }

  private static Map<String, Object> lift(String hold) {
    return Map.of(
        "type", "LIFT_LEGAL_HOLD", "parameters", Map.of("hold", hold, "reason", "a check"));
  }

  private static Map<String, Object> erasure(String application) {
    return Map.of(
        "type",
        "ERASE_PERSONAL_DATA",
        "parameters",
        Map.of("application", application, "reason", "a check"));
  }

  /** The requester's scope is asked again when somebody approves. */
  @Test
  @Requirement(
      value = {"SA1.1", "KM1.3"},
      kind = Kind.NEGATIVE)
  void whatWasAskedForInsideIsNotApprovedOnceItIsOutside() {
    Newcomer mover = Newcomer.officer(JOURNEY, "REGISTRATION_OFFICER");
    Client officer = mover.loggedIn(SYSTEM);
    String id =
        officer
            .post("/operations", lift(hold(officer, outside.id())))
            .expect(201)
            .json()
            .get("id")
            .asText();
    officer.get("/operations/" + id).expect(200);
    mover.worksFor(JOURNEY, "issuing", "branch");
    assertUnknown(officer.get("/operations/" + id), officer.get("/operations/" + NOWHERE));
    String refused = JOURNEY.as("security-officer-1").approve(id).expect(409).text();
    assertTrue(refused.contains("lost the right"), refused);
    JOURNEY
        .as("security-officer-1")
        .post("/operations/" + id + "/rejection", Map.of("reason", "only a check"))
        .expect(200);
    mover.leave(JOURNEY);
  }

  @Test
  @Requirement(
      value = {"SA1.1", "R2.1"},
      kind = Kind.NEGATIVE)
  void portalShowsAndCountsWhatIsInsideOnly() {
    try (PortalBrowser browser = new PortalBrowser(SYSTEM);
        Tab tab = browser.new Tab(browser.withKeyOf(clerk), "newcomer")) {
      tab.open("login.xhtml");
      tab.login(clerk.password);
      tab.open("applications.xhtml").look("applications-of-a-scope");
      assertTrue(tab.page.content().contains(ownWaiting), tab.text());
      assertFalse(tab.page.content().contains(outsideWaiting), tab.text());
      tab.open("application.xhtml?id=" + outsideWaiting);
      assertTrue(tab.note().contains("No such application"), tab.note());
      tab.open("application.xhtml?id=" + ownWaiting);
      assertTrue(tab.text().contains("branch"), tab.text());
      tab.open("certificate.xhtml?issuer=issuing&serial=" + outside.serial());
      String note = tab.note();
      tab.open("certificate.xhtml?issuer=issuing&serial=" + UNUSED);
      assertEquals(note, tab.note());
      tab.open("certificates.xhtml");
      tab.page.getByLabel("Serial number").fill(outside.serial());
      tab.press("Search");
      tab.page.waitForLoadState();
      assertFalse(tab.text().contains("Elsewhere"), tab.text());
      // What is not found is a 404, which the browser tells as well.
      assertEquals(3, tab.takeComplaints().size());
      tab.open("account.xhtml").look("account-of-a-scope");
      assertTrue(tab.text().contains("branch"), tab.text());
    }
  }
}
