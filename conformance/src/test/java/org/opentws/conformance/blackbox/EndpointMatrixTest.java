package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentws.conformance.Endpoint;
import org.opentws.conformance.PermissionTable;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Client.Answer;

/**
 * Every endpoint and page of the deployed application x every role: the published matrix
 * (docs/permissions.md) is what the system does. A new endpoint cannot be forgotten: the list is
 * read from the deployment.
 */
@Tag("blackbox")
class EndpointMatrixTest {
  private static final RunningSystem SYSTEM = RunningSystem.get();
  private static final PermissionTable TABLE = PermissionTable.read();

  /** A value for each path parameter that names nothing. */
  private static final Map<String, String> NOTHING =
      Map.of("id", "AAAAAAAAAAAAAAAAAAAAAA", "ca", "issuing", "serial", "7f7f7f7f7f7f7f7f");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path scratch;

  private final Map<String, Client> officers = new HashMap<>();

  private Client holderOf(String role) {
    return officers.computeIfAbsent(role + "-1", SYSTEM::officer);
  }

  private static List<Endpoint> guarded() {
    return TABLE.endpoints().stream().filter(e -> !e.permission().equals("open")).toList();
  }

  @Test
  @Requirement({"M1.1", "ARCH-5.2.4.1.a"})
  void publishedMatrixNamesEveryEndpointAndPageOfTheDeployment() {
    DeployedApplication deployed = DeployedApplication.of(SYSTEM, scratch);
    assertEquals(TABLE.endpoints(), deployed.endpoints());
    Set<String> pages = new TreeSet<>(TABLE.pages().keySet());
    pages.add("login.xhtml");
    assertTrue(pages.containsAll(deployed.pages()), () -> pages + " " + deployed.pages());
    assertTrue(guarded().size() > 10 && TABLE.roles().size() == 6, "an empty table proves nothing");
  }

  @Test
  @Requirement({"M1.1", "SA1.1", "M1.2f", "ARCH-5.2.4.1.a"})
  void everyRoleGetsWhatTheMatrixGives() {
    List<String> wrong = new ArrayList<>();
    for (Endpoint endpoint : guarded()) {
      for (String role : TABLE.roles()) {
        if (TABLE.may(role, endpoint.permission())) {
          Answer answer = call(holderOf(role), endpoint);
          if (Set.of(401, 403).contains(answer.status()) || answer.status() >= 500) {
            wrong.add(endpoint + " by " + role + ": " + answer.status() + " " + answer.text());
          }
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  @Requirement(
      value = {"M1.1", "SA1.1", "ARCH-5.2.4.1.a", "EIDAS-24.2.f.ii"},
      kind = Kind.NEGATIVE)
  void everythingElseIsForbiddenAndRecorded() {
    List<String> wrong = new ArrayList<>();
    Map<String, Integer> refused = new HashMap<>();
    for (Endpoint endpoint : guarded()) {
      for (String role : TABLE.roles()) {
        if (!TABLE.may(role, endpoint.permission())) {
          Answer answer = call(holderOf(role), endpoint);
          if (answer.status() != 403) {
            wrong.add(endpoint + " by " + role + ": " + answer.status() + " " + answer.text());
          }
          refused.merge(role + "-1", 1, Integer::sum);
        }
      }
    }
    assertEquals(List.of(), wrong);
    refused.forEach(
        (account, count) ->
            assertTrue(denials(account) >= Math.min(count, 500), account + " is not recorded"));
  }

  private long denials(String account) {
    return holderOf("system-auditor")
        .get("/audit/records?type=ACCESS_DENIED&limit=500&user=" + account)
        .expect(200)
        .json()
        .get("records")
        .size();
  }

  @Test
  @Requirement(
      value = {"IA1.1", "M1.1"},
      kind = Kind.NEGATIVE)
  void nobodyWithoutASessionGetsAnything() {
    List<String> wrong = new ArrayList<>();
    Client half = SYSTEM.withCertificateOf("security-officer-1");
    Client forged =
        SYSTEM.withCertificateOf("security-officer-1").withCookie("__Host-tws=" + "A".repeat(43));
    for (Endpoint endpoint : guarded()) {
      for (Client client : List.of(SYSTEM.anonymous(), half, forged)) {
        Answer answer = call(client, endpoint);
        if (answer.status() != 401 || !answer.text().contains("not-authenticated")) {
          wrong.add(endpoint + " by " + client.name() + ": " + answer.status() + answer.text());
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  @Requirement("IA1.1")
  void whatThePublishedListSaysIsOpenIsOpen() {
    List<String> wrong = new ArrayList<>();
    for (Endpoint endpoint : TABLE.endpoints()) {
      if (endpoint.permission().equals("open")) {
        Answer answer = call(SYSTEM.anonymous(), endpoint);
        if (Set.of(401, 403).contains(answer.status())) {
          wrong.add(endpoint + ": " + answer.status() + " " + answer.text());
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  /** With nothing that could have an effect: ids of nothing, a body that is no request. */
  private static Answer call(Client client, Endpoint endpoint) {
    String path = endpoint.path();
    for (Map.Entry<String, String> parameter : NOTHING.entrySet()) {
      path = path.replace("{" + parameter.getKey() + "}", parameter.getValue());
    }
    path = path.replaceAll("\\{\\w+}", "nothing");
    String root = SYSTEM.value("api").replaceFirst("/api/v1$", "");
    HttpRequest.Builder request =
        client
            .request(URI.create(root + path))
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", UUID.randomUUID().toString());
    return client.send(
        endpoint.method().equals("GET")
            ? request.GET()
            : request.method(endpoint.method(), HttpRequest.BodyPublishers.ofString("[]")));
  }
}
