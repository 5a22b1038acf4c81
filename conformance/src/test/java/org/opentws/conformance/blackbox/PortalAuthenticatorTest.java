package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Page;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Client.Answer;
import org.opentws.conformance.blackbox.PortalBrowser.Tab;

/**
 * A FIDO2 authenticator as second factor, in a browser with a virtual one: registered, used for
 * login and approval, misused in every way, and removed.
 */
@Tag("blackbox")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PortalAuthenticatorTest {
  private static final RunningSystem SYSTEM = RunningSystem.get();
  private static final Journey JOURNEY = new Journey(SYSTEM);
  private static final String LABEL = "Key on my ring";
  private static final Page.GetByLabelOptions EXACTLY = new Page.GetByLabelOptions().setExact(true);
  private static PortalBrowser browser;
  private static Newcomer officer;
  private static Tab tab;
  private static VirtualAuthenticator authenticator;

  @BeforeAll
  static void open() {
    browser = new PortalBrowser(SYSTEM);
    officer = Newcomer.officer(JOURNEY, "SECURITY_OFFICER");
    tab = browser.new Tab(browser.withKeyOf(officer), "newcomer");
    authenticator = new VirtualAuthenticator(tab);
  }

  @AfterAll
  static void close() {
    tab.close();
    browser.close();
    officer.change(JOURNEY, "REMOVE_ROLE", Map.of("role", "SECURITY_OFFICER"));
    officer.leave(JOURNEY);
  }

  private static Client session() {
    return officer.client(SYSTEM).withCookie(tab.cookie("__Host-tws"));
  }

  private static String question(Client client, String path) {
    return client.get(path).expect(200).text();
  }

  private static Answer register(String password, String response) {
    return session()
        .post(
            "/account/authenticators",
            Map.of("password", password, "label", "another", "response", response));
  }

  @Test
  @Order(1)
  @Requirement({"IA4.1", "IA3.1"})
  void authenticatorIsRegisteredWithThePresentFactor() {
    tab.open("login.xhtml").look("login-authenticator");
    tab.login(officer.password);
    tab.open("account.xhtml");
    tab.page.getByLabel("Name for it").fill(LABEL);
    tab.page.getByLabel("Your password").fill(officer.password);
    tab.press("Register");
    assertEquals("The authenticator is registered.", tab.note());
    assertTrue(tab.text().contains(LABEL), tab.text());
    tab.look("account-authenticator");
    JsonNode user = JOURNEY.as("security-officer-1").get("/users/" + officer.account).json();
    assertEquals(
        authenticator.credentialId(), user.at("/authenticators/0/id").asText(), user::toString);
  }

  @Test
  @Order(2)
  @Requirement("IA4.1")
  void certificateAndAuthenticatorOpenASession() {
    tab.press("Log out");
    tab.press("Use an authenticator instead");
    tab.page.waitForURL("**/admin/index.xhtml*");
    JsonNode sessions = JOURNEY.as("security-officer-1").get("/sessions").expect(200).json();
    assertTrue(sessions.toString().contains("WEBAUTHN"), sessions.toString());
  }

  private static String asked() {
    byte[] pkcs10 = Subscriber.named("Authenticator").pkcs10();
    return JOURNEY
        .request("CERTIFY_CONTROL_KEY", Newcomer.order("Authenticator", pkcs10))
        .expect(201)
        .json()
        .get("id")
        .asText();
  }

  private static void withdraw(String id) {
    String path = "/operations/" + id + "/rejection";
    session().post(path, Map.of("reason", "only a check")).expect(200);
  }

  @Test
  @Order(3)
  @Requirement({"IA4.1", "KM1.3"})
  void operationIsApprovedByTheAnswerToExactlyThisOperation() {
    String id = asked();
    tab.open("operation.xhtml?id=" + id).look("operation-authenticator");
    tab.press("Approve with an authenticator");
    assertEquals("Approved and executed.", tab.note());
    List<JsonNode> approved = approvals(id);
    assertTrue(approved.toString().contains("WEBAUTHN"), approved::toString);
  }

  private static List<JsonNode> approvals(String id) {
    return new AuditLook(SYSTEM)
        .records(Map.of("type", "OPERATION_APPROVED", "object", "operation:" + id));
  }

  private static String hash(String id) {
    return session().get("/operations/" + id).expect(200).json().get("hash").asText();
  }

  private static String question(String id) {
    return question(session(), "/operations/" + id + "/question?hash=" + hash(id));
  }

  private static Answer approve(String id, String answer) {
    return session()
        .post("/operations/" + id + "/approval", Map.of("hash", hash(id), "authenticator", answer));
  }

  /** Refused for this reason, which is in the log as well; the operation still waits. */
  private static void refused(String id, String answer, String why) {
    Answer refused = approve(id, answer).expect(403);
    assertTrue(refused.text().contains(why), refused.text());
    assertTrue(approvals(id).toString().contains(why), () -> approvals(id).toString());
    String state = session().get("/operations/" + id).json().get("state").asText();
    assertEquals("REQUESTED", state);
  }

  @Test
  @Order(4)
  @Requirement(
      value = {"IA4.1", "KM1.3"},
      kind = Kind.NEGATIVE)
  void answerIsWorthNothingForAnotherOperationOrTwice() {
    String first = asked();
    String second = asked();
    String answer = authenticator.answer(question(first));
    refused(second, answer, "nothing was asked");
    question(second);
    refused(second, answer, "an answer to something else");
    approve(first, answer).expect(200);
    refused(second, answer, "nothing was asked");
    approve(first, answer).expect(409);
    withdraw(second);
  }

  @Test
  @Order(5)
  @Requirement(
      value = {"IA4.1", "KM1.3"},
      kind = Kind.NEGATIVE)
  void answerGivenToAnotherSiteIsRefused() {
    String id = asked();
    String question = question(id);
    tab.page.navigate(SYSTEM.uri("publicHttps").resolve("/health/live").toString());
    String answer = authenticator.answer(question);
    tab.open("index.xhtml");
    refused(id, answer, "an answer to another site");
    withdraw(id);
  }

  @Test
  @Order(6)
  @Requirement(
      value = {"IA4.1", "KM1.3"},
      kind = Kind.NEGATIVE)
  void copyOfAnAuthenticatorIsRefusedOnceTheOtherOneWasUsed() {
    JsonObject before = authenticator.credential();
    String first = asked();
    String second = asked();
    approve(first, authenticator.answer(question(first))).expect(200);
    JsonObject genuine = authenticator.credential();
    authenticator.becomeCopy(before);
    Instant begin = Instant.now();
    refused(second, authenticator.answer(question(second)), "a copy of it may be in use");
    JOURNEY.acknowledge(new AuditLook(SYSTEM).awaitAlarm("AUTHENTICATOR_COPIED", begin));
    authenticator.becomeCopy(genuine);
    approve(second, authenticator.answer(question(second))).expect(200);
  }

  @Test
  @Order(7)
  @Requirement(
      value = {"IA4.1", "KM1.3"},
      kind = Kind.NEGATIVE)
  void authenticatorOfAnotherPersonApprovesNothing() throws Exception {
    Newcomer other = Newcomer.officer(JOURNEY, "SYSTEM_OPERATOR");
    String id = asked();
    try (Tab theirs = browser.new Tab(browser.withKeyOf(other), "newcomer")) {
      VirtualAuthenticator key = new VirtualAuthenticator(theirs);
      theirs.open("login.xhtml");
      theirs.login(other.password);
      Client session = other.client(SYSTEM).withCookie(theirs.cookie("__Host-tws"));
      String created = key.created(question(session, "/account/authenticators/question"));
      Map<String, String> wish =
          Map.of("password", other.password, "label", LABEL, "response", created);
      session.post("/account/authenticators", wish).expect(204);
      ObjectNode question = (ObjectNode) Client.JSON.readTree(question(id));
      question
          .withArray("allowCredentials")
          .removeAll()
          .addObject()
          .put("type", "public-key")
          .put("id", key.credentialId());
      refused(id, key.answer(question.toString()), "not one of this account");
    }
    withdraw(id);
    other.leave(JOURNEY);
  }

  @Test
  @Order(8)
  @Requirement(
      value = {"IA4.1", "IA3.1"},
      kind = Kind.NEGATIVE)
  void nothingElseIsRegistered() {
    String path = "/account/authenticators/question";
    String genuine = authenticator.credentialId();
    for (String junk :
        List.of(
            "",
            "null",
            "[]",
            "{}",
            "{\"id\":7}",
            "{\"id\":\"%1$s\",\"rawId\":\"%1$s\",\"type\":\"public-key\"}".formatted(genuine),
            "{\"id\":\"*\",\"rawId\":\"*\",\"response\":{\"clientDataJSON\":\"*\",\"attestationObject\":\"*\"},\"type\":\"public-key\"}",
            "{\"id\":\"AA\",\"rawId\":\"AA\",\"response\":{\"clientDataJSON\":\"e30\",\"attestationObject\":\"oA\"},\"type\":\"public-key\",\"clientExtensionResults\":{}}")) {
      question(session(), path);
      Answer refused = register(officer.password, junk);
      assertEquals(403, refused.status(), junk + ": " + refused.text());
    }
    register(officer.password, "{}").expect(403);
    register("not the password", "{}").expect(403);
    JsonNode own = session().get("/account").expect(200).json();
    assertEquals(1, own.get("authenticators").size(), own::toString);
  }

  @Test
  @Order(9)
  @Requirement(value = "IA4.1", kind = Kind.NEGATIVE)
  void authenticatorAloneOpensNothing() {
    Client stranger = SYSTEM.anonymous();
    JsonNode idle = stranger.get("/session/question").expect(200).json();
    assertEquals(0, idle.get("allowCredentials").size());
    String question = question(officer.client(SYSTEM), "/session/question");
    String answer = authenticator.answer(question);
    loginWith(stranger, answer).expect(401);
    loginWith(SYSTEM.withCertificateOf("system-operator-1"), answer).expect(401);
    loginWith(officer.client(SYSTEM), "{}").expect(401);
    // The question is used up by the wrong answer.
    loginWith(officer.client(SYSTEM), answer).expect(401);
  }

  private static Answer loginWith(Client client, String answer) {
    return client.post("/session", Map.of("authenticator", answer));
  }

  @Test
  @Order(10)
  @Requirement("IA4.1")
  void removedAuthenticatorOpensNothingAndEndsTheSession() {
    Client open = session();
    tab.open("account.xhtml");
    tab.page.locator("#remove").getByLabel("Your password").fill(officer.password);
    tab.press("Remove");
    assertEquals("The authenticator is removed. Log in again.", tab.note());
    open.get("/account").expect(401);
    tab.press("Use an authenticator instead");
    tab.page.getByText("none is registered for this certificate").waitFor();
    assertFalse(tab.page.url().contains("index.xhtml"));
    tab.login(officer.password);
    assertFalse(tab.open("account.xhtml").text().contains(LABEL), tab.text());
  }

  @Test
  @Order(11)
  @Requirement(value = "IA4.1", kind = Kind.NEGATIVE)
  void lostAuthenticatorIsRemovedByTwoOfficersWhoNeedNoFactorOfItsOwner() {
    String path = "/account/authenticators/question";
    register(officer.password, authenticator.created(question(session(), path))).expect(204);
    Client open = session();
    String id = open.get("/account").expect(200).json().at("/authenticators/0/id").asText();
    try (Tab officers = browser.officer("security-officer-1")) {
      officers.open("user.xhtml?account=" + officer.account).look("user-authenticator");
      officers.page.getByText("Have it removed (another)").click();
      assertEquals(id, officers.page.getByLabel("Authenticator", EXACTLY).inputValue());
      officers.look("request-REMOVE_AUTHENTICATOR");
    }
    Map<String, String> wish = Map.of("account", officer.account, "authenticator", id);
    Map<String, String> unknown = Map.of("account", officer.account, "authenticator", "AAAA");
    JOURNEY.request("REMOVE_AUTHENTICATOR", unknown).expect(404);
    JOURNEY.operation("REMOVE_AUTHENTICATOR", wish);
    open.get("/account").expect(401);
    JOURNEY.request("REMOVE_AUTHENTICATOR", wish).expect(404);
    String answer = authenticator.answer(asking(id));
    loginWith(officer.client(SYSTEM), answer).expect(401);
  }

  /** The question at a login, as if the account still had the authenticator. */
  private static String asking(String credentialId) {
    ObjectNode question =
        (ObjectNode) officer.client(SYSTEM).get("/session/question").expect(200).json();
    question
        .withArray("allowCredentials")
        .removeAll()
        .addObject()
        .put("type", "public-key")
        .put("id", credentialId);
    return question.toString();
  }
}
