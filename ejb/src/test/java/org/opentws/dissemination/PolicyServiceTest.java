package org.opentws.dissemination;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.registration.SetTime;
import org.opentws.timestamping.DisclosureStatements;
import org.opentws.value.Der;

class PolicyServiceTest {
  private final PolicyService policies = new PolicyService();
  private final SetTime time = new SetTime();

  @BeforeEach
  void wire() {
    policies.library = new PolicyLibrary();
    policies.statements =
        new DisclosureStatements() {
          @Override
          public List<Statement> all() {
            return List.of(statement("1"), statement("2"));
          }
        };
    policies.time = time;
  }

  private static DisclosureStatements.Statement statement(String version) {
    return new DisclosureStatements.Statement(
        "2.999.7",
        version,
        "Statement",
        Instant.parse("2026-11-02T08:00:00Z"),
        Der.of(("statement " + version).getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void statementOfATimeStampingPolicyIsFoundByItsNumberInEachVersion() {
    time.now = Instant.parse("2026-11-02T09:00:00Z");
    assertEquals("statement 2", text(policies.current("2.999.7")));
    assertEquals("statement 1", text(policies.version("2.999.7", "1")));
    assertNotFound(() -> policies.current("2.999.8"));
  }

  private static String text(DisseminatedObject object) {
    return new String(object.content().octets(), StandardCharsets.UTF_8);
  }

  @Test
  void eachShippedDocumentIsFoundByNumberNameAndVersionAndSaysWhichItIs() {
    Set<String> kinds = new HashSet<>();
    for (PolicyDocument document : policies.library.all()) {
      kinds.add(document.kind());
      String text = text(policies.current(document.oid()));
      assertEquals(text, text(policies.current(document.name())));
      assertEquals(text, text(policies.version(document.oid(), document.version())));
      assertTrue(text.contains("Identifier " + document.oid() + ", version " + document.version()));
      assertTrue(text.contains("<h1>" + document.title()), document.title());
    }
    assertEquals(Set.of("CP", "CPS", "PDS", "terms"), kinds);
  }

  @Test
  void documentThatIsNotYetInForceIsNotCurrent() {
    time.now = Instant.parse("2026-10-31T23:59:59Z");
    assertNotFound(() -> policies.current("pds"));
    assertTrue(text(policies.version("pds", "1.0")).contains("disclosure"));
  }

  @Test
  void unknownDocumentAndUnknownVersionAreNotFound() {
    assertNotFound(() -> policies.current("1.2.3"));
    assertNotFound(() -> policies.version("pds", "9.9"));
    assertNotFound(() -> policies.current("index.json"));
  }

  private static void assertNotFound(Runnable action) {
    RequestRefused refused = assertThrows(RequestRefused.class, action::run);
    assertEquals(Refusal.NOT_FOUND, refused.refusal());
  }
}
