package org.opentws.dissemination;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.registration.SetTime;

class PolicyServiceTest {
  private final PolicyService policies = new PolicyService();
  private final SetTime time = new SetTime();

  @BeforeEach
  void wire() {
    policies.library = new PolicyLibrary();
    policies.time = time;
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
