package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Client.Answer;

/** From a person without any right to an officer, and back: accounts, control keys, sessions. */
@Tag("blackbox")
class UserLifeTest {
  private static final String SECURITY = "security-officer-1";
  private static final RunningSystem SYSTEM = RunningSystem.get();
  private static final Journey JOURNEY = new Journey(SYSTEM);
  private static final List<Newcomer> GUESTS = new ArrayList<>();

  @BeforeAll
  static void welcome() {
    welcomed();
  }

  @AfterAll
  static void farewell() {
    GUESTS.forEach(guest -> guest.leave(JOURNEY));
  }

  private static Newcomer welcomed() {
    Newcomer newcomer = Newcomer.welcomed(JOURNEY);
    GUESTS.add(newcomer);
    return newcomer;
  }

  private static Newcomer newcomer() {
    return GUESTS.get(0);
  }

  private static Answer asked(String type, String account) {
    return JOURNEY.request(type, Map.of("account", account));
  }

  private static JsonNode user(String account) {
    return JOURNEY.as(SECURITY).get("/users/" + account).expect(200).json();
  }

  @Test
  @Requirement({"M1.3", "M1.2a", "IA4.1", "M1.1"})
  void newUserMayNothingUntilARoleIsGivenAndNothingOnceItIsTaken() {
    Newcomer who = newcomer();
    Client open = who.loggedIn(SYSTEM);
    open.get("/applications").expect(403);
    open.get("/account").expect(403);

    who.change(JOURNEY, "ASSIGN_ROLE", Map.of("role", "REGISTRATION_OFFICER"));
    open.get("/applications").expect(200);
    JsonNode own = open.get("/account").expect(200).json();
    assertEquals(who.account, own.get("account").asText());
    assertEquals("REGISTRATION_OFFICER", own.get("roles").get(0).asText());

    who.change(JOURNEY, "REMOVE_ROLE", Map.of("role", "REGISTRATION_OFFICER"));
    open.get("/applications").expect(403);
  }

  @Test
  @Requirement(
      value = {"M1.2a", "M1.3", "IA4.1"},
      kind = Kind.NEGATIVE)
  void onePersonCreatesNobody() {
    Newcomer nobody = new Newcomer(JOURNEY, "gravel otter lantern mosaic");
    Answer asked = JOURNEY.request("CREATE_USER", nobody.parameters()).expect(201);
    String id = asked.json().get("id").asText();
    assertFalse(asked.text().contains("argon2id"), "the hash of the password is shown");
    JOURNEY.as(SECURITY).approve(id).expect(403);
    JOURNEY.as(SECURITY).get("/users/" + nobody.account).expect(404);
    nobody.client(SYSTEM).tryLogin(nobody.password).expect(401);
    for (String other : List.of("system-administrator-1", "registration-officer-1")) {
      SYSTEM
          .officer(other)
          .post("/operations", Map.of("type", "CREATE_USER", "parameters", nobody.parameters()))
          .expect(403);
    }
    JOURNEY.withdraw(asked);
  }

  @Test
  @Requirement(
      value = {"IA1.1", "M1.3"},
      kind = Kind.NEGATIVE)
  void disabledUserIsOutAtTheNextRequestAndInAgainWhenEnabled() {
    Newcomer who = newcomer();
    Client open = who.loggedIn(SYSTEM);
    open.get("/applications").expect(403);
    who.change(JOURNEY, "DISABLE_USER", Map.of());
    open.get("/applications").expect(401);
    who.client(SYSTEM).tryLogin(who.password).expect(401);
    assertFalse(user(who.account).get("active").asBoolean());
    assertEquals(409, asked("DISABLE_USER", who.account).status());

    who.change(JOURNEY, "ENABLE_USER", Map.of());
    open.get("/applications").expect(401);
    who.loggedIn(SYSTEM).get("/applications").expect(403);
    assertEquals(409, asked("ENABLE_USER", who.account).status());
  }

  @Test
  @Requirement(value = "M1.2a", kind = Kind.NEGATIVE)
  void lastTwoSecurityOfficersCannotBeDisabled() {
    for (String officer : List.of(SECURITY, "security-officer-2")) {
      Answer refused = asked("DISABLE_USER", officer).expect(409);
      assertTrue(refused.text().contains("two security officers"), refused.text());
    }
  }

  @Test
  @Requirement(
      value = {"IA3.1", "IA4.1"},
      kind = Kind.NEGATIVE)
  void weakControlKeysAreNotCertified() {
    KeyPair strong = Subscriber.ec("secp256r1");
    Subscriber thief = Subscriber.withKey("control", strong);
    List<byte[]> requests =
        List.of(
            Subscriber.withKey("control", Subscriber.rsa(1024)).pkcs10(),
            Subscriber.withKey("control", Subscriber.rsa(2048)).pkcs10(),
            thief.pkcs10(Subscriber.ec("secp256r1").getPrivate()));
    for (byte[] request : requests) {
      JOURNEY.request("CERTIFY_CONTROL_KEY", Newcomer.order("weak", request)).expect(422);
    }
    JOURNEY.request("CERTIFY_CONTROL_KEY", Newcomer.order("weak", new byte[] {1})).expect(400);
    // What this system did not certify opens no account.
    Map<String, String> foreign =
        Map.of(
            "account",
            newcomer().account,
            "certificate",
            Newcomer.encoded(SYSTEM.certificate("certificate.pem")));
    JOURNEY.request("ADD_CONTROL_CERTIFICATE", foreign).expect(400);
  }

  @Test
  @Requirement({"KM3.6", "RS2-t2", "IA3.1", "IA4.1"})
  void controlKeyIsReplacedAndTheOldOneOpensNothing() {
    Newcomer who = welcomed();
    KeyPair next = Subscriber.ec("secp384r1");
    X509Certificate second = Newcomer.certified(JOURNEY, who.account, next);
    Map<String, String> added = Map.of("certificate", Newcomer.encoded(second));
    who.change(JOURNEY, "ADD_CONTROL_CERTIFICATE", added);
    Client old = who.loggedIn(SYSTEM);
    old.get("/applications").expect(403);

    JOURNEY.revoke(who.certificate).expect(200);
    old.get("/applications").expect(401);
    old.tryLogin(who.password).expect(401);

    Client renewed = SYSTEM.withKey(who.account, next.getPrivate(), second);
    renewed.login(who.password);
    renewed.get("/applications").expect(403);
    assertEquals(2, user(who.account).get("certificates").size());
    Newcomer other = newcomer();
    assertEquals(
        409,
        JOURNEY
            .request(
                "ADD_CONTROL_CERTIFICATE",
                Map.of("account", other.account, "certificate", Newcomer.encoded(second)))
            .status(),
        "one certificate for two accounts");
  }

  @Test
  @Requirement("IA1.1")
  void securityOfficerSeesASessionAndEndsIt() {
    Newcomer who = welcomed();
    Client open = who.loggedIn(SYSTEM);
    open.get("/applications").expect(403);
    JsonNode session = session(who.account);
    assertEquals("PASSWORD", session.get("factors").asText());
    assertFalse(open.cookie().contains(session.get("id").asText()));

    String path = "/sessions/" + session.get("id").asText();
    JOURNEY.as("system-administrator-1").delete(path).expect(403);
    open.get("/applications").expect(403);
    JOURNEY.as(SECURITY).delete(path).expect(204);
    open.get("/applications").expect(401);
    JOURNEY.as(SECURITY).delete(path).expect(404);
    assertTrue(
        JOURNEY
            .as("system-auditor-1")
            .get("/audit/records?type=SESSION_ENDED&limit=20")
            .expect(200)
            .text()
            .contains(who.account));
  }

  private static JsonNode session(String account) {
    for (JsonNode session : JOURNEY.as(SECURITY).get("/sessions").expect(200).json()) {
      if (session.get("account").asText().equals(account)) {
        return session;
      }
    }
    throw new AssertionError("no session of " + account);
  }

  @Test
  @Requirement("SA1.1")
  void usersAreFoundByPartsOfTheirNamesWhichAreNoPatterns() {
    Client officer = JOURNEY.as(SECURITY);
    assertEquals(2, officer.get("/users?filter=SECURITY-officer").expect(200).json().size());
    String own = newcomer().account;
    assertEquals(1, officer.get("/users?filter=" + own).expect(200).json().size());
    for (String nothing : List.of("%25", "_ecurity", "'%20or%20'1'='1", "%5C")) {
      assertEquals(0, officer.get("/users?filter=" + nothing).expect(200).json().size(), nothing);
    }
    officer.get("/users?page=-1").expect(400);
    officer.get("/users?filter=" + "a".repeat(201)).expect(400);
  }

  /** Rows that nobody sealed: they open nothing, and a list shows them all the same. */
  @Test
  @Requirement("SA1.1")
  void veryManyUsersComePageByPageAndARoleNamesTheFirstOfItsHolders() {
    Client officer = JOURNEY.as(SECURITY);
    long holders = operators(officer).get("holders").asLong();
    try (Superuser database = new Superuser(SYSTEM)) {
      database.tamper(
          "insert into account (account, person, password_hash, state, created_at, failures, version)"
              + " select 'zz-' || i, 'zz ' || i, 'none', 'ACTIVE', now(), 0, 1"
              + " from generate_series(10001, 11050) i");
      try {
        database.tamper(
            "insert into role_assignment (account, role, assigned_at)"
                + " select account, 'SYSTEM_OPERATOR', now() from account where account like 'zz-%'");
        assertEquals(100, officer.get("/users?filter=zz-").expect(200).json().size());
        JsonNode last = officer.get("/users?filter=zz-&page=10").expect(200).json();
        assertEquals(50, last.size());
        assertEquals("zz-11050", last.get(49).get("account").asText());
        JsonNode role = operators(officer);
        assertEquals(holders + 1050, role.get("holders").asLong());
        assertEquals(100, role.get("accounts").size());
      } finally {
        database.tamper("delete from role_assignment where account like 'zz-%'");
        database.tamper("delete from account where account like 'zz-%'");
      }
    }
    assertEquals(holders, operators(officer).get("accounts").size());
  }

  private static JsonNode operators(Client officer) {
    for (JsonNode role : officer.get("/roles").expect(200).json()) {
      if (role.get("role").asText().equals("SYSTEM_OPERATOR")) {
        return role;
      }
    }
    throw new AssertionError("no such role");
  }
}
