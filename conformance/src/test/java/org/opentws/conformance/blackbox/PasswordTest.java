package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Evidence;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Client.Answer;

/** Passwords: which there may be, how one changes one's own, how two officers set another's. */
@Tag("blackbox")
class PasswordTest {
  private static final String STRONG = "gravel otter lantern mosaic 62";
  private static final int TIMES = 15;
  private static final RunningSystem SYSTEM = RunningSystem.get();
  private static final Journey JOURNEY = new Journey(SYSTEM);
  private static final List<Newcomer> GUESTS = new ArrayList<>();

  @AfterAll
  static void farewell() {
    GUESTS.forEach(guest -> guest.leave(JOURNEY));
  }

  private static Newcomer officer() {
    Newcomer officer = Newcomer.officer(JOURNEY, "REVOCATION_OFFICER");
    GUESTS.add(officer);
    return officer;
  }

  private static Answer change(Client client, String present, String next) {
    return client.post("/account/password", Map.of("password", present, "newPassword", next));
  }

  @Test
  @Requirement("IA3.1")
  void strongPasswordReplacesTheOldOneAndEndsEverySession() {
    Newcomer who = officer();
    Client client = who.loggedIn(SYSTEM);
    Client elsewhere = who.loggedIn(SYSTEM);
    change(client, who.password, STRONG).expect(204);
    client.get("/account").expect(401);
    elsewhere.get("/account").expect(401);
    client.tryLogin(who.password).expect(401);
    client.login(STRONG);
    client.get("/account").expect(200);
    assertTrue(
        JOURNEY
            .as("system-auditor-1")
            .get("/audit/records?type=USER_CHANGED&limit=20&user=" + who.account)
            .expect(200)
            .text()
            .contains("password"));
  }

  @Test
  @Requirement(
      value = {"IA3.1", "IA4.1"},
      kind = Kind.NEGATIVE)
  void weakPasswordsAndAWrongPresentOneChangeNothing() {
    Newcomer who = officer();
    Client client = who.loggedIn(SYSTEM);
    List<String> weak =
        List.of(
            "k7#Vq!x2Rb9",
            "passwordpassword",
            "P@ssw0rd12345",
            "qwertyuiop1234",
            who.account + "-k7#Vq!x2",
            who.password);
    for (String password : weak) {
      Answer refused = change(client, who.password, password).expect(422);
      assertTrue(refused.json().get("type").asText().endsWith("weak-password"), refused.text());
    }
    assertEquals(403, change(client, "not the password", STRONG).status());
    client.get("/account").expect(200);
    client.tryLogin(STRONG).expect(401);
    client.tryLogin(who.password).expect(204);
  }

  @Test
  @Requirement(value = "IA3.1", kind = Kind.NEGATIVE)
  void weakPasswordThatCameAsAHashOpensNothingUntilAnotherIsSet() {
    Newcomer who = new Newcomer(JOURNEY, "P@ssw0rd12345");
    JOURNEY.operation("CREATE_USER", who.parameters());
    GUESTS.add(who);
    Client client = who.client(SYSTEM);
    Answer refused = client.tryLogin(who.password).expect(422);
    assertTrue(refused.text().contains("weak-password"), refused.text());
    // Who has not both factors learns nothing of it.
    assertTrue(client.tryLogin("guess").expect(401).text().contains("not-authenticated"));

    who.change(JOURNEY, "SET_PASSWORD", Map.of("passwordHash", Newcomer.hash(STRONG)));
    client.tryLogin(who.password).expect(401);
    client.login(STRONG);
  }

  private static boolean isAlarmOpen(String account) {
    return JOURNEY
        .as("system-auditor-1")
        .get("/alarms?state=open")
        .expect(200)
        .text()
        .contains("account:" + account);
  }

  private static JsonNode locks(String account) {
    return JOURNEY
        .as("system-auditor-1")
        .get("/audit/records?type=ACCOUNT_LOCKED&user=" + account)
        .expect(200)
        .json()
        .get("records");
  }

  @Test
  @Requirement(value = "IA2.1", kind = Kind.NEGATIVE)
  void passwordIsNotGuessedByChangingIt() {
    Newcomer who = officer();
    Client client = who.loggedIn(SYSTEM);
    for (int attempt = 0; attempt < 5; attempt++) {
      change(client, "guess " + attempt, STRONG).expect(403);
    }
    change(client, who.password, STRONG).expect(403);
    who.client(SYSTEM).tryLogin(who.password).expect(401);
  }

  @Test
  @Requirement("IA2.2")
  void lockOfAnOfficerRaisesAnAlarmThatNamesTheAccount() {
    Newcomer who = officer();
    for (int attempt = 0; attempt < 5; attempt++) {
      who.client(SYSTEM).tryLogin("guess " + attempt).expect(401);
    }
    assertEquals(1, locks(who.account).size());
    Within.seconds(60).until("the alarm of the lock", () -> isAlarmOpen(who.account));
  }

  @Test
  @Requirement(value = "IA2.2", kind = Kind.NEGATIVE)
  void fourWrongPasswordsLockNothingAndRaiseNoAlarm() {
    Newcomer who = officer();
    for (int attempt = 0; attempt < 4; attempt++) {
      who.client(SYSTEM).tryLogin("guess " + attempt).expect(401);
    }
    who.loggedIn(SYSTEM).get("/account").expect(200);
    assertEquals(0, locks(who.account).size());
    assertFalse(isAlarmOpen(who.account));
  }

  @Test
  @Requirement(
      value = {"IA2.1", "IA1.1"},
      kind = Kind.NEGATIVE)
  void refusalTellsNeitherByWordsNorByItsTimeWhetherThereIsAnAccount() {
    Client stranger = new Newcomer(JOURNEY, STRONG).client(SYSTEM);
    Client known = officer().client(SYSTEM);
    List<Long> ofStranger = new ArrayList<>();
    List<Long> ofKnown = new ArrayList<>();
    List<String> words = new ArrayList<>();
    for (int i = 0; i < TIMES; i++) {
      ofStranger.add(refused(stranger, words));
      ofKnown.add(refused(known, words));
    }
    assertEquals(1, words.stream().distinct().count(), words::toString);
    long one = median(ofStranger);
    long other = median(ofKnown);
    Evidence.note("medians of %d: %d and %d microseconds".formatted(TIMES, one, other));
    assertTrue(one < 2 * other && other < 2 * one, one + " and " + other + " microseconds");
  }

  /** How long it took, in microseconds; what was said is kept. */
  private static long refused(Client client, List<String> words) {
    long begin = System.nanoTime();
    Answer answer = client.tryLogin("guess").expect(401);
    long took = (System.nanoTime() - begin) / 1000;
    words.add(answer.json().get("type").asText() + answer.json().path("detail").asText());
    return took;
  }

  private static long median(List<Long> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }
}
