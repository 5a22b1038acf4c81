package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Client.Answer;
import org.opentws.conformance.blackbox.UnderFire.Sent;
import org.opentws.conformance.blackbox.UnderFire.Write;

/** The database dies amid the work, or its disk is full; it heals without a restart of WildFly. */
@Tag("blackbox")
@Order(Faults.DATABASE)
class DatabaseFailureTest {
  private static final int NOTICED_SECONDS = 20;
  private static final int HEALED_SECONDS = 40;
  private static final int ANSWER_SECONDS_MAX = 20;

  /** What PostgreSQL says when a file cannot grow, wherever a record or a row is to be written. */
  private static final String FULL =
      """
      create function public.disk_is_full() returns trigger language plpgsql as $$
      begin
        raise exception using errcode = '53100', message = 'could not extend file: No space left on device';
      end $$
      """;

  /** As a database that is killed while it commits: the statements had all gone well. */
  private static final String ENDS =
      """
      create function public.ends_at_commit() returns trigger language plpgsql as $$
      begin
        raise exception using errcode = '57P01', message = 'terminating connection';
      end $$
      """;

  private final RunningSystem system = RunningSystem.get();
  private final Node node = new Node(system);
  private final RelyingParty relyingParty = new RelyingParty(system);
  private final Traffic traffic = new Traffic(system);
  private final long server = node.wildFly();

  @AfterEach
  void wellAfterwardsWithoutARestart() throws SQLException {
    node.start();
    everyDiskHasSpace();
    node.awaitReady(HEALED_SECONDS);
    assertEquals(server, node.wildFly());
  }

  @Test
  void databaseThatIsKilledAmidTrafficLosesNothing(TestReporter evidence) {
    List<Write> writes = traffic.logIn().writes(6);
    String good = traffic.certify();
    Client officer = traffic.session("registration-officer-1");
    List<Sent> sent = traffic.send(writes, 3, node::killPostgres);

    node.awaitFault("database", NOTICED_SECONDS);
    evidence.publishEntry("readiness", node.readiness().text());
    assertEquals("trylater", relyingParty.ocsp(good));
    assertEquals("systemFailure", relyingParty.timeStamp());
    unavailable(officer.get("/applications"));
    unavailable(system.anonymous().get("/applications/" + writes.get(0).subject()));
    unavailable(system.anonymous().post("/applications", Subscriber.named("Otto").application()));
    unavailable(
        system.withCertificateOf("system-auditor-1").tryLogin(system.password("system-auditor-1")));
    system.anonymous().getUri(URI.create(system.value("publicHttp") + "/health/live")).expect(200);

    node.start();
    assertEquals(server, node.wildFly(), "WildFly was restarted");
    traffic.logIn().standsOnce(sent);
    assertEquals("granted", relyingParty.timeStamp());
    evidence.publishEntry("audit", node.auditVerified());
  }

  /** 503 in REST's words, in time. */
  private static void unavailable(Answer answer) {
    answer.expect(503);
    Traffic.inItsOwnWords(answer);
    assertTrue(!answer.header("Retry-After").isEmpty());
  }

  @Test
  @Requirement(
      value = {"AA1.1e"},
      kind = Kind.NEGATIVE)
  void nothingAuditedHappensWhileTheAuditLogCannotGrow(TestReporter evidence) throws SQLException {
    Write approval = traffic.logIn().approval(traffic.submit());
    Write revocation = traffic.revocation(traffic.certify());
    String good = traffic.certify();
    diskIsFullFor("audit_segment", "audit_record");

    Within.seconds(NOTICED_SECONDS)
        .until("tryLater", () -> relyingParty.ocsp(good).equals("trylater"));
    assertEquals("systemFailure", relyingParty.timeStamp());
    node.awaitFault("audit", NOTICED_SECONDS);
    evidence.publishEntry("readiness", node.readiness().text());
    long begin = System.nanoTime();
    Answer approved = approval.send(traffic.session(approval.account()));
    Answer revoked = revocation.send(traffic.session(revocation.account()));
    unavailable(approved);
    unavailable(revoked);
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
    assertTrue(seconds <= 2 * ANSWER_SECONDS_MAX, seconds + " s");

    everyDiskHasSpace();
    node.awaitReady(HEALED_SECONDS);
    assertEquals("good", relyingParty.ocsp(revocation.subject()), "revoked without a record");
    traffic.standsOnce(
        List.of(
            new Sent(approval, Optional.of(approved)), new Sent(revocation, Optional.of(revoked))));
    assertEquals("granted", relyingParty.timeStamp());
    evidence.publishEntry("audit", node.auditVerified());
  }

  @Test
  void nothingIsIssuedWhileCertificatesCannotBeStored() throws SQLException {
    Write approval = traffic.logIn().approval(traffic.submit());
    diskIsFullFor("certificate");
    Answer answer = approval.send(traffic.session(approval.account()));
    unavailable(answer);
    assertEquals(
        List.of(),
        node.query("select serial from certificate where application_id = ?", approval.subject()));
    everyDiskHasSpace();
    traffic.standsOnce(List.of(new Sent(approval, Optional.of(answer))));
  }

  @Test
  void noTimeStampLeavesThatCannotBeArchived() throws SQLException {
    diskIsFullFor("time_stamp_archive");
    assertEquals("systemFailure", relyingParty.timeStamp());
    everyDiskHasSpace();
    assertEquals("granted", relyingParty.timeStamp());
  }

  /** Whatever transaction the end meets: of the claim, of the work itself, of the answer. */
  @Test
  void databaseThatEndsAtACommitIsUnavailableAndNothingIsDoneTwice() throws SQLException {
    traffic.logIn();
    List<String> commits =
        List.of(
            "insert on idempotent_request",
            "update on idempotent_request",
            "update on certificate_application",
            "insert on certificate");
    List<Sent> sent = new ArrayList<>();
    for (String each : commits) {
      Write approval = traffic.approval(traffic.submit());
      endsAtTheCommitOf(each);
      Answer answer = approval.send(traffic.session(approval.account()));
      everyDiskHasSpace();
      assertEquals(503, answer.status(), each + ": " + answer.text());
      unavailable(answer);
      sent.add(new Sent(approval, Optional.of(answer)));
    }
    traffic.standsOnce(sent);
  }

  private void endsAtTheCommitOf(String event) throws SQLException {
    byTheSuperuser(
        ENDS,
        "create constraint trigger ends_at_commit after "
            + event
            + " deferrable initially deferred for each row execute function public.ends_at_commit()");
  }

  private void diskIsFullFor(String... tables) throws SQLException {
    byTheSuperuser(FULL);
    for (String table : tables) {
      byTheSuperuser(
          "create trigger disk_is_full before insert on "
              + table
              + " for each row execute function public.disk_is_full()");
    }
  }

  private void everyDiskHasSpace() throws SQLException {
    byTheSuperuser(
        "drop function if exists public.disk_is_full() cascade",
        "drop function if exists public.ends_at_commit() cascade");
  }

  private void byTheSuperuser(String... statements) throws SQLException {
    try (Connection database = node.superuser();
        var statement = database.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }
}
