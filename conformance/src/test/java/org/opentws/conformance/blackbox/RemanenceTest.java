package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;

/** SA1.2: what was entered in secret is nowhere left when it was used. */
@Tag("blackbox")
class RemanenceTest {
  /** Begins each secret of this check, so that one look finds all of them. */
  private static final String MARK = "Xq7-remanence-";

  private static final RunningSystem SYSTEM = RunningSystem.get();
  private static final Journey JOURNEY = new Journey(SYSTEM);
  private final Node node = new Node(SYSTEM);

  private static String secret() {
    return MARK + UUID.randomUUID();
  }

  /** Everything that one does with a password: right and wrong, by REST and in the portal. */
  private static Newcomer usePasswords() {
    Newcomer who = new Newcomer(JOURNEY, secret());
    JOURNEY.operation("CREATE_USER", who.parameters());
    who.change(JOURNEY, "ASSIGN_ROLE", Map.of("role", "SECURITY_OFFICER"));
    who.client(SYSTEM).tryLogin(secret()).expect(401);
    Client officer = who.loggedIn(SYSTEM);
    approveSomething(officer);
    try (PortalBrowser browser = new PortalBrowser(SYSTEM);
        PortalBrowser.Tab tab = browser.new Tab(browser.withKeyOf(who), who.account)) {
      tab.open("login.xhtml");
      tab.login(who.password);
    }
    String next = secret();
    Map<String, String> change = Map.of("password", who.password, "newPassword", next);
    officer.post("/account/password", change).expect(204);
    officer.login(next);
    officer.delete("/session").expect(204);
    return who;
  }

  private static void approveSomething(Client officer) {
    byte[] pkcs10 = Subscriber.named("Remanence").pkcs10();
    String id =
        JOURNEY
            .request("CERTIFY_CONTROL_KEY", Newcomer.order("Remanence", pkcs10))
            .expect(201)
            .json()
            .get("id")
            .asText();
    officer.approve(id).expect(200);
  }

  @Test
  @Requirement("SA1.2")
  void answersForbidEveryCacheToKeepThem() {
    for (String account : List.of("registration-officer-1", "system-auditor-1")) {
      for (String path : List.of("/account", "/certificates/issuing/" + SYSTEM.value("serial"))) {
        assertEquals(
            "no-store", SYSTEM.officer(account).get(path).expect(200).header("Cache-Control"));
      }
    }
  }

  @Test
  @Requirement(value = "SA1.2", kind = Kind.NEGATIVE)
  void passwordsAreNeitherInMemoryNorOnDiskAfterTheirUse() throws IOException {
    WrittenFiles written = new WrittenFiles(node);
    Newcomer who = usePasswords();
    who.change(JOURNEY, "REMOVE_ROLE", Map.of("role", "SECURITY_OFFICER"));
    who.leave(JOURNEY);
    // What must be found shows that the search looks at the right places.
    OctetSearch search =
        new OctetSearch()
            .text("password", MARK)
            .text("account", who.account)
            .text("program", "org.opentws.access");
    Path heap = node.heapDump();
    try {
      Set<String> kept = search.in(heap);
      assertTrue(kept.contains("program"), "not the heap of the server");
      assertFalse(kept.stream().anyMatch(name -> name.startsWith("password")), "" + kept);
    } finally {
      Files.deleteIfExists(heap);
    }
    List<String> found = written.holding(search);
    assertTrue(
        found.stream().anyMatch(place -> place.matches("account in .*pg_wal.*")), "" + found);
    assertEquals(List.of(), found.stream().filter(place -> place.startsWith("password")).toList());
  }
}
