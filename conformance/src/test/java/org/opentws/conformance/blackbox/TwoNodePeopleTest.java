package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Client.Answer;

/** Roles, logout, lock-out and dual control where two nodes serve the same people. */
@Tag("blackbox")
@Order(Faults.SECOND_NODE)
class TwoNodePeopleTest {
  private static final RunningSystem FIRST = RunningSystem.get();
  private static final Journey JOURNEY = new Journey(FIRST);
  private static final SecondNode NODE = new SecondNode(FIRST);
  private static final RunningSystem SECOND = NODE.system();
  private static final int ATTEMPTS_MAX = 5;
  private static final int GUESSES = 16;
  private static final int RACES = 5;

  @BeforeAll
  static void startSecondNode() {
    NODE.start();
  }

  @AfterAll
  static void stopSecondNode() {
    NODE.stop();
  }

  /** The same session at the other node. */
  private static Client elsewhere(Newcomer who, Client session) {
    return who.client(SECOND).withCookie(session.cookie());
  }

  @Test
  @Requirement({"M1.3", "M1.1"})
  void roleCountsAtTheVeryNextRequestOnTheOtherNodeToo() {
    Newcomer who = Newcomer.welcomed(JOURNEY);
    Client here = who.loggedIn(FIRST);
    Client there = elsewhere(who, here);
    there.get("/applications").expect(403);
    who.change(JOURNEY, "ASSIGN_ROLE", Map.of("role", "REGISTRATION_OFFICER"));
    there.get("/applications").expect(200);
    here.get("/applications").expect(200);

    who.change(new Journey(SECOND), "REMOVE_ROLE", Map.of("role", "REGISTRATION_OFFICER"));
    here.get("/applications").expect(403);
    there.get("/applications").expect(403);
    who.leave(JOURNEY);
    there.get("/applications").expect(401);
  }

  @Test
  @Requirement(
      value = {"IA1.3"},
      kind = Kind.NEGATIVE)
  void logoutAtOneNodeEndsTheSessionAtTheOther() {
    for (RunningSystem left : List.of(FIRST, SECOND)) {
      RunningSystem other = left == FIRST ? SECOND : FIRST;
      Client session = left.officer("registration-officer-2");
      Client there = other.withCertificateOf("registration-officer-2").withCookie(session.cookie());
      there.get("/applications").expect(200);
      session.delete("/session").expect(204);
      there.get("/applications").expect(401);
      there.get("/applications").expect(401);
    }
  }

  @Test
  @Requirement(value = "IA2.1", kind = Kind.NEGATIVE)
  void guessesSpreadOverTwoNodesAreNotMoreThanFive() throws Exception {
    Newcomer who = Newcomer.welcomed(JOURNEY);
    List<Callable<Answer>> guesses = new ArrayList<>();
    for (int i = 0; i < GUESSES; i++) {
      Client client = who.client(i % 2 == 0 ? FIRST : SECOND);
      String guess = "guess " + i;
      guesses.add(() -> client.tryLogin(guess));
    }
    for (Answer answer : atOnce(guesses)) {
      answer.expect(401);
    }
    assertEquals(ATTEMPTS_MAX, refusals(who.account, "wrong password"));
    assertEquals(GUESSES - ATTEMPTS_MAX, refusals(who.account, "locked"));
    who.client(FIRST).tryLogin(who.password).expect(401);
    who.client(SECOND).tryLogin(who.password).expect(401);
    who.leave(JOURNEY);
  }

  private static long refusals(String account, String reason) {
    AuditLook look = new AuditLook(FIRST);
    return look
        .records(Map.of("type", "LOGIN", "outcome", "REFUSED", "user", account, "limit", "100"))
        .stream()
        .filter(record -> record.toString().contains('"' + reason + '"'))
        .count();
  }

  @Test
  @Requirement(
      value = {"KM1.3"},
      kind = Kind.NEGATIVE)
  void approvalsThatRaceOnTwoNodesExecuteOnce() throws Exception {
    Newcomer third = Newcomer.officer(JOURNEY, "SECURITY_OFFICER");
    Client here = FIRST.officer("security-officer-2");
    Client there = third.loggedIn(SECOND);
    for (int race = 0; race < RACES; race++) {
      byte[] pkcs10 = Subscriber.named("Race").pkcs10();
      JsonNode asked =
          JOURNEY
              .request("CERTIFY_CONTROL_KEY", Newcomer.order("Race " + third.account, pkcs10))
              .expect(201)
              .json();
      String id = asked.get("id").asText();
      List<Answer> answers = atOnce(List.of(() -> here.approve(id), () -> there.approve(id)));
      for (Answer answer : answers) {
        assertTrue(List.of(200, 409).contains(answer.status()), answer.text());
      }
      assertTrue(answers.stream().anyMatch(answer -> answer.status() == 200), "nobody approved");
      JsonNode done = here.get("/operations/" + id).expect(200).json();
      assertEquals("EXECUTED", done.get("state").asText());
      List<JsonNode> executed =
          new AuditLook(FIRST)
              .records(Map.of("type", "OPERATION_EXECUTED", "object", "operation:" + id));
      assertEquals(1, executed.size(), executed::toString);
    }
    assertEquals(RACES, certificatesOf("Race " + third.account));
    third.change(JOURNEY, "REMOVE_ROLE", Map.of("role", "SECURITY_OFFICER"));
    third.leave(JOURNEY);
  }

  /** How many certificates with this name there are in the database. */
  private static long certificatesOf(String name) {
    List<String> found =
        new Node(FIRST)
            .query("select count(*) from certificate where subject like ?", "%" + name + "%");
    return Long.parseLong(found.get(0));
  }

  /** All begin when all are ready. */
  private static List<Answer> atOnce(List<Callable<Answer>> calls) throws Exception {
    CyclicBarrier start = new CyclicBarrier(calls.size());
    ExecutorService threads = Executors.newFixedThreadPool(calls.size());
    try {
      List<Future<Answer>> running = new ArrayList<>();
      for (Callable<Answer> call : calls) {
        running.add(
            threads.submit(
                () -> {
                  start.await();
                  return call.call();
                }));
      }
      List<Answer> answers = new ArrayList<>();
      for (Future<Answer> each : running) {
        answers.add(each.get());
      }
      return answers;
    } finally {
      threads.shutdownNow();
    }
  }
}
