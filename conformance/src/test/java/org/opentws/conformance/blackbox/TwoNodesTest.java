package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Client.Answer;
import org.opentws.conformance.blackbox.Journey.Issued;

/**
 * A second node writes into the same log: both write at once, it is killed under load, comes back,
 * and stops. What it was answered for is in the log; how it began and ended too (AA1.1c). Meanwhile
 * the nodes come upon what should not be there: a program, and a key without a line (AA6.1). At
 * last both serve the same people: roles, logout, lock-out and dual control are the system's.
 */
@Tag("blackbox")
@Order(Faults.SECOND_NODE)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TwoNodesTest {
  private static final int REQUESTS = 300;
  private static final int ATTEMPTS_MAX = 5;
  private static final int GUESSES = 16;
  private static final int RACES = 3;

  private static RunningSystem system;
  private static Journey journey;
  private static SecondNode second;
  private static AuditLook look;
  private static Instant begin;
  private static Path planted;
  private static String keyId;

  @BeforeAll
  static void startSecondNode() throws IOException {
    system = RunningSystem.get();
    journey = new Journey(system);
    begin = Instant.now();
    planted = new Node(system).plantedProgram("planted.so");
    keyId =
        journey
            .operation(
                "GENERATE_KEY",
                Map.of(
                    "purpose", "OCSP_SIGNING",
                    "owner", "issuing",
                    "token", "tsp",
                    "algorithm", "EC:secp256r1",
                    "spare", "yes"))
            .get("keyId")
            .asText();
    keyBecomes("DESTROYED");
    second = new SecondNode(system);
    look = new AuditLook(system);
    second.configure(List.of(PartedLists.SETTING)).start();
  }

  /** In the register alone, past the system; the device keeps it. */
  private static void keyBecomes(String state) {
    try (Superuser database = new Superuser(system)) {
      assertEquals(
          1, database.tamper("update signing_key set state = ? where key_id = ?", state, keyId));
    }
  }

  @AfterAll
  static void stopSecondNode() throws IOException {
    Files.deleteIfExists(planted);
    keyBecomes("SPARE");
    journey.operation("DESTROY_KEY", Map.of("keyId", keyId));
    second.stop();
  }

  private static URI ocspOfB() {
    return second.uri(system.uri("ocsp").getPath());
  }

  private static List<JsonNode> ofNodeB(String type) {
    return look.records(Map.of("type", type, "limit", "500")).stream()
        .filter(record -> record.get("node").asText().equals("b"))
        .toList();
  }

  @Test
  @Order(1)
  @Requirement({"AA1.1c", "AA7.1", "AA7.1-s2"})
  void bothNodesWriteAndEveryAnswerIsInTheOneLog() throws Exception {
    Instant from = Instant.now();
    RecordedAnswers answers = new RecordedAnswers(system, REQUESTS);
    Thread a = answers.ask(system.uri("ocsp"), new AtomicBoolean(true));
    Thread b = answers.ask(ocspOfB(), new AtomicBoolean(true));
    a.join();
    b.join();
    assertEquals(2 * REQUESTS, answers.count());
    answers.assertAllRecorded(from);
    assertEquals("b", ofNodeB("AUDIT_STARTED").get(0).get("node").asText());
  }

  @Test
  @Order(2)
  @Requirement(
      value = {"AA1.1c", "AA7.1"},
      kind = Kind.NEGATIVE)
  void nodeThatIsKilledUnderLoadLosesNoAnswerAndItsEndIsRecordedAsUnclean() throws Exception {
    Instant from = Instant.now();
    RecordedAnswers answers = new RecordedAnswers(system, REQUESTS);
    AtomicBoolean alive = new AtomicBoolean(true);
    Thread b = answers.ask(ocspOfB(), alive);
    Thread a = answers.ask(system.uri("ocsp"), new AtomicBoolean(true));
    Within.seconds(60).until("answers", () -> answers.count() > REQUESTS / 2);
    alive.set(false);
    second.kill();
    b.join();
    a.join();
    int ends = ofNodeB("AUDIT_UNCLEAN_END").size();
    second.start();
    answers.assertAllRecorded(from);
    JsonNode unclean = ofNodeB("AUDIT_UNCLEAN_END").get(0);
    assertEquals(ends + 1, ofNodeB("AUDIT_UNCLEAN_END").size());
    assertEquals("FAILURE", unclean.get("outcome").asText());
    assertEquals("unclean", unclean.get("details").get("previousEnd").asText());
    Within.seconds(30).until("an alarm", () -> look.openAlarm("UNCLEAN_END").isPresent());
  }

  @Test
  @Order(3)
  @Requirement("AA1.1c")
  void cleanStopIsRecordedAndTheNextStartSaysSo() {
    second.stop();
    JsonNode stopped = ofNodeB("AUDIT_STOPPED").get(0);
    assertTrue(
        stopped.get("index").asLong() > ofNodeB("SYSTEM_STOPPED").get(0).get("index").asLong());
    second.configure(List.of(PartedLists.SETTING)).start();
    JsonNode started = ofNodeB("AUDIT_STARTED").get(0);
    assertEquals("clean", started.get("details").get("previousEnd").asText());
    assertEquals("OK", look.verification().get("result").asText());
    new Node(system).auditVerified();
  }

  @Test
  @Order(4)
  @Requirement("AA6.1")
  void programThatWasPlantedIsAnAlarm() {
    assertTrue(
        look.awaitAlarm("PROGRAM_CHANGED", begin).get("object").asText().contains("planted.so"));
  }

  /** The same session at the other node. */
  private static Client elsewhere(Newcomer who, Client session) {
    return who.client(second.system()).withCookie(session.cookie());
  }

  @Test
  @Order(6)
  @Requirement({"M1.3", "M1.1", "SA1.1"})
  void roleAndScopeCountAtTheVeryNextRequestOnTheOtherNodeToo() {
    String waiting = journey.submit(Subscriber.named("Waits at two nodes"));
    String application = "/applications/" + waiting;
    Newcomer who = Newcomer.welcomed(journey);
    Client here = who.loggedIn(system);
    Client there = elsewhere(who, here);
    there.get("/applications").expect(403);
    who.change(journey, "ASSIGN_ROLE", Map.of("role", "REGISTRATION_OFFICER"));
    there.get("/applications").expect(200);
    here.get("/applications").expect(200);

    who.worksFor(journey, "all", "branch");
    there.get(application).expect(404);
    here.get(application).expect(404);
    who.worksFor(new Journey(second.system()), "all", "all");
    here.get(application).expect(200);
    there.get(application).expect(200);

    who.change(new Journey(second.system()), "REMOVE_ROLE", Map.of("role", "REGISTRATION_OFFICER"));
    here.get("/applications").expect(403);
    there.get("/applications").expect(403);
    who.leave(journey);
    there.get("/applications").expect(401);
    journey.turnDown(waiting);
  }

  @Test
  @Order(7)
  @Requirement(value = "IA1.3", kind = Kind.NEGATIVE)
  void logoutAtOneNodeEndsTheSessionAtTheOther() {
    for (RunningSystem left : List.of(system, second.system())) {
      RunningSystem other = left == system ? second.system() : system;
      Client session = left.officer("registration-officer-2");
      Client there = other.withCertificateOf("registration-officer-2").withCookie(session.cookie());
      there.get("/applications").expect(200);
      session.delete("/session").expect(204);
      there.get("/applications").expect(401);
    }
  }

  @Test
  @Order(8)
  @Requirement({"M1.2d", "IA1.2"})
  void settingChangedAtOneNodeCountsAtTheOther() {
    IdleSetting here = new IdleSetting(journey);
    IdleSetting there = new IdleSetting(new Journey(second.system()));
    Newcomer who = Newcomer.officer(journey, "SYSTEM_OPERATOR");
    Client session = who.loggedIn(second.system());
    who.restsSixMinutes(system);
    session.get("/account").expect(200);
    try {
      here.change(IdleSetting.ADMINISTRATOR, 5).expect(200);
      assertEquals(here.now(), there.now());
      who.restsSixMinutes(system);
      session.get("/account").expect(401);
    } finally {
      there.asConfigured();
    }
    assertEquals(there.now(), here.now());
    who.leave(journey);
  }

  @Test
  @Order(9)
  @Requirement(value = "IA2.1", kind = Kind.NEGATIVE)
  void guessesSpreadOverTwoNodesAreNotMoreThanFive() throws Exception {
    Newcomer who = Newcomer.welcomed(journey);
    List<Callable<Answer>> guesses = new ArrayList<>();
    for (int i = 0; i < GUESSES; i++) {
      Client client = who.client(i % 2 == 0 ? system : second.system());
      String guess = "guess " + i;
      guesses.add(() -> client.tryLogin(guess));
    }
    for (Answer answer : atOnce(guesses)) {
      answer.expect(401);
    }
    assertEquals(ATTEMPTS_MAX, refusals(who.account, "wrong password"));
    assertEquals(GUESSES - ATTEMPTS_MAX, refusals(who.account, "locked"));
    who.client(system).tryLogin(who.password).expect(401);
    who.client(second.system()).tryLogin(who.password).expect(401);
    who.leave(journey);
  }

  private static long refusals(String account, String reason) {
    AuditLook look = new AuditLook(system);
    return look
        .records(Map.of("type", "LOGIN", "outcome", "REFUSED", "user", account, "limit", "100"))
        .stream()
        .filter(record -> record.toString().contains('"' + reason + '"'))
        .count();
  }

  @Test
  @Order(10)
  @Requirement(value = "KM1.3", kind = Kind.NEGATIVE)
  void approvalsThatRaceOnTwoNodesExecuteOnce() throws Exception {
    Newcomer third = Newcomer.officer(journey, "SECURITY_OFFICER");
    Client here = system.officer("security-officer-2");
    Client there = third.loggedIn(second.system());
    for (int race = 0; race < RACES; race++) {
      byte[] pkcs10 = Subscriber.named("Race").pkcs10();
      JsonNode asked =
          journey
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
          new AuditLook(system)
              .records(Map.of("type", "OPERATION_EXECUTED", "object", "operation:" + id));
      assertEquals(1, executed.size(), executed::toString);
    }
    assertEquals(RACES, certificatesOf("Race " + third.account));
    third.change(journey, "REMOVE_ROLE", Map.of("role", "SECURITY_OFFICER"));
    third.leave(journey);
  }

  @Test
  @Order(11)
  @Requirement({"RM2.2c", "RS1.2-s2"})
  void certificateOfAPartedCaStandsOnTheListThatItNames(@TempDir Path folder) throws Exception {
    new Activation(second.system()).ensureOpen();
    Issued issued = new Journey(second.system()).issue(Subscriber.named("Parted"));
    PartedLists lists = new PartedLists(system, folder);
    URI own = PartedLists.addressIn(issued);
    lists.assertNamesItself(own);
    assertTrue(lists.opensslSays(issued, own).contains(": OK"));
    journey.revoke(issued.serial(), "superseded").expect(200);
    lists.assertListedWhereItSays(issued);
    lists.assertNamesItself(own);
    assertTrue(lists.opensslSays(issued, own).contains("certificate revoked"));
    String elsewhere = lists.opensslSays(issued, PartedLists.other(own));
    assertTrue(elsewhere.contains("different CRL scope"), elsewhere);
  }

  /** How many certificates with this name there are in the database. */
  private static long certificatesOf(String name) {
    List<String> found =
        new Node(system)
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

  @Test
  @Order(12) // the comparison comes once a minute; nobody waits for it
  @Requirement({"AA6.1", "KMF-a"})
  void keyThatTheRegisterTakesForDestroyedIsAnAlarm() {
    assertEquals("device:tsp", look.awaitAlarm("KEY_UNKNOWN", begin).get("object").asText());
  }
}
