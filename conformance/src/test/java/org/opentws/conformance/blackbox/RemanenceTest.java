package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Evidence;
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
    Newcomer who = usePasswords();
    who.change(JOURNEY, "REMOVE_ROLE", Map.of("role", "SECURITY_OFFICER"));
    who.leave(JOURNEY);
    Path heap = node.heap();
    try {
      assertTrue(holds(heap, "org.opentws", StandardCharsets.ISO_8859_1), "no heap of ours");
      for (Charset charset : List.of(StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16BE)) {
        assertTrue(!holds(heap, MARK, charset), "a password is in the heap, " + charset);
      }
    } finally {
      Files.deleteIfExists(heap);
    }
    List<Path> files = filesOfTheSystem();
    List<Path> withAccount = files.stream().filter(file -> holds(file, who.account)).toList();
    assertTrue(
        withAccount.stream().anyMatch(file -> file.toString().contains("postgres")),
        "the look finds not even what is there: " + withAccount);
    Evidence.note(files.size() + " files looked through");
    assertEquals(List.of(), files.stream().filter(file -> holds(file, MARK)).toList());
  }

  /** Data and log of the database, logs, temporary files, queues, what the server unpacked. */
  private List<Path> filesOfTheSystem() {
    List<Path> files = new ArrayList<>();
    for (String folder : List.of("postgres/data", "log", "audit", "config", "server")) {
      Path root = node.run().resolve(folder);
      if (Files.isDirectory(root)) {
        try (Stream<Path> all = Files.walk(root)) {
          files.addAll(
              all.filter(Files::isRegularFile)
                  .filter(file -> !file.toString().matches(".*\\.(jar|ear|war|rar|class|js|css)"))
                  .toList());
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return files;
  }

  private static boolean holds(Path file, String text) {
    return holds(file, text, StandardCharsets.ISO_8859_1);
  }

  private static boolean holds(Path file, String text, Charset charset) {
    byte[] wanted = text.getBytes(charset);
    try (FileChannel channel = FileChannel.open(file)) {
      MappedByteBuffer content = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      int last = content.limit() - wanted.length;
      for (int start = 0; start <= last; start++) {
        if (content.get(start) == wanted[0] && isAt(content, start, wanted)) {
          return true;
        }
      }
      return false;
    } catch (NoSuchFileException e) {
      // What the server has just removed holds nothing any more.
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isAt(MappedByteBuffer content, int start, byte[] wanted) {
    for (int i = 0; i < wanted.length; i++) {
      if (content.get(start + i) != wanted[i]) {
        return false;
      }
    }
    return true;
  }
}
