package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.opentws.conformance.blackbox.Client.Answer;
import org.opentws.conformance.blackbox.UnderFire.Sent;
import org.opentws.conformance.blackbox.UnderFire.Write;

/**
 * Officers at work: approvals and revocations in flight while something breaks, and afterwards the
 * proof that each one that was answered stands, that each other one happened wholly or not at all,
 * and that none happened twice.
 */
final class Traffic {
  private static final int LOGIN_SECONDS = 10;

  /** Longer than an attempt at certification is taken for alive (15 s), and than the next look. */
  private static final int RECOVERY_SECONDS = 60;

  private static final int CRL_SECONDS = 20;
  private static final String APPROVER = "registration-officer-1";
  private static final String REVOKER = "revocation-officer-1";

  /** What may be answered while something is broken; nothing else, above all no 500. */
  private static final Set<Integer> ANSWERS = Set.of(200, 202, 409, 503);

  private final RunningSystem system;
  private final Node node;
  private final RelyingParty relyingParty;
  private final String issuer;
  private Map<String, Client> sessions = new HashMap<>();

  Traffic(RunningSystem system) {
    this.system = system;
    this.node = new Node(system);
    this.relyingParty = new RelyingParty(system);
    this.issuer = system.value("issuer");
  }

  /** Sessions and connections anew: also after a restart, and soon after a device came back. */
  Traffic logIn() {
    Within.seconds(LOGIN_SECONDS).until("logins", this::canLogIn);
    sessions = Map.of(APPROVER, system.officer(APPROVER), REVOKER, system.officer(REVOKER));
    return this;
  }

  private boolean canLogIn() {
    try {
      system.officer(APPROVER);
      return true;
    } catch (AssertionError e) {
      return false;
    }
  }

  Client session(String account) {
    return Objects.requireNonNull(sessions.get(account), account);
  }

  /** Of a new subscriber; its id. */
  String submit() {
    return system
        .anonymous()
        .post("/applications", Subscriber.named("Kilian").application())
        .expect(201)
        .json()
        .get("id")
        .asText();
  }

  /** A new certificate's serial. */
  String certify() {
    return approval(submit()).send(session(APPROVER)).expect(200).json().get("serial").asText();
  }

  Write approval(String application) {
    return Write.of(APPROVER, "/applications/" + application + "/approval", Map.of(), application);
  }

  Write revocation(String serial) {
    return Write.of(
        REVOKER,
        "/certificates/" + issuer + "/" + serial + "/status-changes",
        Map.of("action", "revoke", "reason", "keyCompromise"),
        serial);
  }

  /** Approvals of new applications and revocations of new certificates, in turns. */
  List<Write> writes(int ofAKind) {
    List<Write> writes = new ArrayList<>();
    for (int i = 0; i < ofAKind; i++) {
      writes.add(approval(submit()));
      writes.add(revocation(certify()));
    }
    return writes;
  }

  List<Sent> send(List<Write> writes, int answersBefore, Runnable fault) {
    return UnderFire.send(writes, this::session, answersBefore, fault);
  }

  /** All of it, after the system is well again. */
  void standsOnce(List<Sent> sent) {
    for (Sent each : sent) {
      each.answer().ifPresent(Traffic::inItsOwnWords);
    }
    List<Sent> approvals = sent.stream().filter(each -> of(each, APPROVER)).toList();
    if (!approvals.isEmpty()) {
      approvalsStandOnce(approvals);
    }
    List<Sent> revocations = sent.stream().filter(each -> of(each, REVOKER)).toList();
    if (!revocations.isEmpty()) {
      revocationsStandOnce(revocations);
    }
  }

  private static boolean of(Sent sent, String account) {
    return sent.write().account().equals(account);
  }

  /** Whatever is not a success is problem+json, and none of our own fault. */
  static void inItsOwnWords(Answer answer) {
    assertTrue(ANSWERS.contains(answer.status()), answer.status() + ": " + answer.text());
    if (answer.status() / 100 != 2) {
      assertTrue(answer.header("Content-Type").startsWith("application/problem+json"));
    }
  }

  // ---------------------------------------------------------------------------------- issuance

  private void approvalsStandOnce(List<Sent> approvals) {
    Set<String> serials = new HashSet<>();
    for (Sent sent : approvals) {
      if (sent.answered(200)) {
        answerIsGivenAgain(sent);
      }
      String serial = finished(sent);
      if (sent.answered(200)) {
        assertEquals(serial, sent.answer().orElseThrow().json().get("serial").asText());
      }
      assertTrue(serials.add(serial), "two applications with one certificate");
      theOnlyCertificate(sent.write().subject(), serial);
    }
    Map<String, String> good = relyingParty.ocsp(serials);
    assertEquals(Set.of("good"), new HashSet<>(good.values()), good.toString());
    unusedSerialsStayUnused(approvals, serials);
  }

  /** The same key gets the very same answer; nothing is done again. */
  private void answerIsGivenAgain(Sent sent) {
    Answer first = sent.answer().orElseThrow();
    Answer again = sent.write().send(session(sent.write().account())).expect(200);
    assertEquals(first.text(), again.text());
    assertEquals("true", again.header("Idempotent-Replayed"));
  }

  /** Brings an application to its end as an officer would; the serial of its certificate. */
  private String finished(Sent sent) {
    String application = sent.write().subject();
    if (!sent.answered(200)) {
      // The same key never does it again, whatever became of the first time.
      Answer again = sent.write().send(session(APPROVER));
      assertTrue(again.status() == 200 || again.status() == 409, again.text());
      if (state(application).equals("SUBMITTED")) {
        again.expect(409);
        approval(application).send(session(APPROVER)).expect(200);
      }
    }
    // Approved, and then the server died: it goes on by itself.
    Within.seconds(RECOVERY_SECONDS)
        .until(
            "certificate of application " + application,
            () -> state(application).equals("CERTIFIED"));
    return progress(application).json().get("serial").asText();
  }

  private Answer progress(String application) {
    return system.anonymous().get("/applications/" + application).expect(200);
  }

  private String state(String application) {
    return progress(application).json().get("state").asText();
  }

  private void theOnlyCertificate(String application, String serial) {
    assertEquals(
        List.of(serial),
        node.query(
            """
            select c.serial from certificate c
            where c.application_id = ? or c.subject =
              (select subject from certificate where application_id = ?)
            """,
            application,
            application));
    assertEquals(
        List.of("1"),
        node.query(
            "select count(*) from certificate_status where issuer = ? and encode(serial, 'hex') ~ ?",
            issuer,
            "^0*" + serial + "$"));
  }

  /** A serial that was reserved when the server died is never given to anybody. */
  private void unusedSerialsStayUnused(List<Sent> approvals, Set<String> used) {
    List<String> reserved =
        approvals.stream()
            .map(sent -> sent.write().subject())
            .flatMap(
                id ->
                    node
                        .query("select serial from serial_reservation where application_id = ?", id)
                        .stream())
            .toList();
    assertTrue(reserved.containsAll(used), "a certificate without a reserved serial");
    Set<String> unused = new TreeSet<>(reserved);
    unused.removeAll(used);
    if (!unused.isEmpty()) {
      Map<String, String> statuses = relyingParty.ocsp(unused);
      assertEquals(Set.of("unknown"), new HashSet<>(statuses.values()), statuses.toString());
      unused.forEach(
          serial ->
              assertEquals(
                  List.of(),
                  node.query("select serial from certificate where serial = ?", serial)));
    }
  }

  // -------------------------------------------------------------------------------- revocation

  private void revocationsStandOnce(List<Sent> revocations) {
    List<String> serials = revocations.stream().map(sent -> sent.write().subject()).toList();
    Map<String, String> atOnce = relyingParty.ocsp(serials);
    for (Sent sent : revocations) {
      if (sent.answered(200)) {
        assertEquals("revoked", atOnce.get(sent.write().subject()), "an answered one is lost");
        answerIsGivenAgain(sent);
      } else {
        brought(sent);
      }
    }
    Map<String, String> now = relyingParty.ocsp(serials);
    assertEquals(Set.of("revoked"), new HashSet<>(now.values()), now.toString());
    allOnTheCrl(serials);
    serials.forEach(this::changedOnce);
  }

  private void allOnTheCrl(List<String> serials) {
    try {
      Within.seconds(CRL_SECONDS)
          .until("all on the CRL", () -> relyingParty.crl().containsAll(serials));
    } catch (AssertionError e) {
      Set<String> missing = new TreeSet<>(serials);
      missing.removeAll(relyingParty.crl());
      List<String> lists =
          node.query(
              "select scope || number || ' of ' || this_update || ' up to ' || change_sequence"
                  + " from crl where ca = ? order by number desc limit 4",
              issuer);
      throw new AssertionError(
          "%s; missing %s; lists %s; changes up to %s; the node says: %s"
              .formatted(
                  e.getMessage(),
                  missing,
                  lists,
                  node.query("select last::text from status_sequence"),
                  node.lastLogged("CRL")),
          e);
    }
  }

  /** Received or not: if it was, it comes by itself; if not, the officer asks again. */
  private void brought(Sent sent) {
    String serial = sent.write().subject();
    Answer again = sent.write().send(session(REVOKER));
    assertTrue(Set.of(200, 202, 409).contains(again.status()), again.text());
    Within.seconds(RECOVERY_SECONDS)
        .until("no request waits", () -> requests(serial).noneMatch("RECEIVED"::equals));
    if (requests(serial).findAny().isEmpty()) {
      again.expect(409);
      assertEquals("good", relyingParty.ocsp(serial));
      revocation(serial).send(session(REVOKER)).expect(200);
    }
    assertEquals("revoked", relyingParty.ocsp(serial));
    // Final: a new request for the same is refused, not done a second time.
    assertFalse(revocation(serial).send(session(REVOKER)).status() == 200);
  }

  private Stream<String> requests(String serial) {
    return node
        .query(
            "select state from status_change_request where encode(serial, 'hex') ~ ?",
            "^0*" + serial + "$")
        .stream();
  }

  private void changedOnce(String serial) {
    assertEquals(
        List.of("REVOKED"),
        node.query(
            "select state from status_change where encode(serial, 'hex') ~ ?",
            "^0*" + serial + "$"));
  }
}
