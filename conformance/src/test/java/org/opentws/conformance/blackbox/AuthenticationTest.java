package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Client.Answer;

/** Two factors, sessions, lock-out, roles. */
@Tag("blackbox")
class AuthenticationTest {
  private final RunningSystem system = RunningSystem.get();

  @Test
  @Requirement({"IA1.1", "IA4.1", "ARCH-5.2.3.1", "KM3.6"})
  void bothFactorsOpenASession() {
    Client officer = system.officer("registration-officer-2");
    officer.get("/applications").expect(200);
    assertTrue(officer.cookie().startsWith("__Host-tws="));
  }

  @Test
  @Requirement(value = "IA1.1", kind = Kind.NEGATIVE)
  void nothingIsShownWithoutASession() {
    for (String path :
        List.of("/applications", "/operations", "/keys", "/users", "/roles", "/audit/records")) {
      system.anonymous().get(path).expect(401);
      system.withCertificateOf("security-officer-1").get(path).expect(401);
    }
  }

  @Test
  @Requirement(
      value = {"IA4.1", "ARCH-5.2.3.1"},
      kind = Kind.NEGATIVE)
  void passwordWithoutCertificateIsNotEnough() {
    system.anonymous().tryLogin(system.password("registration-officer-2")).expect(401);
  }

  @Test
  void passwordOfAnotherOfficerIsRefused() {
    system
        .withCertificateOf("registration-officer-2")
        .tryLogin(system.password("registration-officer-1"))
        .expect(401);
    // A right login ends the count, so that other checks find the account open.
    system.officer("registration-officer-2");
  }

  @Test
  @Requirement(value = "IA1.2", kind = Kind.NEGATIVE)
  void stolenCookieIsWorthNothingWithAnotherCertificate() {
    Client victim = system.officer("registration-officer-2");
    system.anonymous().withCookie(victim.cookie()).get("/applications").expect(401);
    system
        .withCertificateOf("revocation-officer-1")
        .withCookie(victim.cookie())
        .get("/applications")
        .expect(401);
  }

  @Test
  @Requirement(
      value = {"IA1.3"},
      kind = Kind.POSITIVE)
  void logoutEndsTheSession() {
    Client officer = system.officer("registration-officer-2");
    officer.delete("/session").expect(204);
    officer.get("/applications").expect(401);
    system.officer("registration-officer-2").get("/applications").expect(200);
  }

  @Test
  @Requirement(value = "IA1.3", kind = Kind.NEGATIVE)
  void cookieOfAnEndedSessionIsWorthNothingAnywhere() {
    Client officer = system.officer("registration-officer-2");
    String cookie = officer.cookie();
    officer.delete("/session").expect(204);
    for (String listener : java.util.List.of("publicHttps", "admin")) {
      java.net.URI keys = system.uri(listener).resolve("/api/v1/applications");
      system
          .withCertificateOf("registration-officer-2")
          .withCookie(cookie)
          .getUri(keys)
          .expect(401);
    }
  }

  @Test
  void adminListenerDemandsACertificate() {
    java.net.URI admin = java.net.URI.create(system.value("admin"));
    assertThrows(UncheckedIOException.class, () -> system.anonymous().getUri(admin));
    Answer page = system.withCertificateOf("system-auditor-1").getUri(admin);
    assertTrue(page.status() == 200 || page.status() == 302, "status " + page.status());
  }

  @Test
  @Requirement(
      value = {"IA2.1"},
      kind = Kind.NEGATIVE)
  void fiveWrongPasswordsLockTheAccountAndTheAnswerNeverSays() {
    String account = "system-operator-2";
    String firstAnswer = "";
    for (int attempt = 0; attempt < 6; attempt++) {
      Answer answer =
          system.withCertificateOf(account).tryLogin("wrong password " + attempt).expect(401);
      String said = answer.json().get("type").asText() + answer.json().path("detail").asText();
      firstAnswer = attempt == 0 ? said : firstAnswer;
      assertEquals(firstAnswer, said);
    }
    Answer locked =
        system.withCertificateOf(account).tryLogin(system.password(account)).expect(401);
    assertEquals(
        firstAnswer, locked.json().get("type").asText() + locked.json().path("detail").asText());
  }

  @Test
  @Requirement(
      value = {"KM1.3", "M1.1"},
      kind = Kind.NEGATIVE)
  void onePersonCannotApproveTheOwnOperation() {
    Client officer = system.officer("security-officer-1");
    Answer requested =
        officer.post(
            "/operations",
            Map.of(
                "type",
                "GENERATE_KEY",
                "parameters",
                Map.of(
                    "purpose", "OCSP_SIGNING",
                    "owner", "issuing",
                    "token", "tsp",
                    "algorithm", "EC:secp256r1")));
    requested.expect(201);
    String id = requested.json().get("id").asText();
    Answer own = officer.approve(id);
    assertEquals(4, own.status() / 100, own.text());
    for (String other : List.of("registration-officer-1", "system-administrator-1")) {
      system.officer(other).approve(id).expect(403);
    }
    system
        .officer("security-officer-2")
        .post("/operations/" + id + "/rejection", Map.of("reason", "only a check"))
        .expect(200);
    assertEquals(409, system.officer("security-officer-2").approve(id).status());
  }
}
